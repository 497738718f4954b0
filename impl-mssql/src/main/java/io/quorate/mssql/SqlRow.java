package io.quorate.mssql;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row, read by its columns' names. A value of another type than wanted is read where that is safe, and is no value otherwise: one odd item
 * poisons nothing.
 *
 * @param values by lower-case name
 */
record SqlRow(Map<String, @Nullable Object> values) {

    /** Returns the names of its columns. */
    Set<String> names() {
        return values.keySet();
    }

    private @Nullable Object get(String name) {
        return values.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    String text(String name) {
        Object value = get(name);
        return value == null || value instanceof byte[] ? null : value.toString();
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    @Nullable
    Long number(String name) {
        Object value = get(name);
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        if (value instanceof String text && text.trim().matches("-?[0-9]{1,18}")) {
            return Long.valueOf(text.trim());
        }
        return null;
    }

    long number(String name, long otherwise) {
        Long number = number(name);
        return number == null ? otherwise : number;
    }

    int integer(String name, int otherwise) {
        long number = number(name, otherwise);
        return number < Integer.MIN_VALUE || number > Integer.MAX_VALUE ? otherwise : (int) number;
    }

    @Nullable
    Integer integer(String name) {
        Long number = number(name);
        return number == null || number < Integer.MIN_VALUE || number > Integer.MAX_VALUE ? null : number.intValue();
    }

    boolean truth(String name) {
        return number(name, 0) != 0;
    }

    @Nullable
    Boolean truthOrNull(String name) {
        Long number = number(name);
        return number == null ? null : number != 0;
    }

    @Nullable
    BigDecimal decimal(String name) {
        Object value = get(name);
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        Long number = number(name);
        return number == null ? null : BigDecimal.valueOf(number);
    }

    @Nullable
    UUID uuid(String name) {
        Object value = get(name);
        if (value instanceof UUID uuid) {
            return uuid;
        }
        try {
            return value instanceof String text ? UUID.fromString(text.trim()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    byte @Nullable [] bytes(String name) {
        return get(name) instanceof byte[] bytes ? bytes.clone() : null;
    }

    /** Returns bytes themselves, not a copy: the caller wipes them. */
    byte @Nullable [] taken(String name) {
        return get(name) instanceof byte[] bytes ? bytes : null;
    }

    /** Reads a time that the server keeps in UTC. */
    @Nullable
    Instant time(String name) {
        Object value = get(name);
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime().toInstant(ZoneOffset.UTC);
        }
        return value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : null;
    }
}
