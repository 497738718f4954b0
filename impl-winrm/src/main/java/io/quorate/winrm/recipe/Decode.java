package io.quorate.winrm.recipe;

import io.quorate.Size;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of an answer by property name, ignoring case. What is missing or of the wrong kind is a {@link Fault} of kind
 * {@code BAD_REPLY} that names the object and the property, never a value.
 */
public final class Decode {
    private final String what;
    private final PsObject object;

    private Decode(String what, PsObject object) {
        this.what = what;
        this.object = object;
    }

    /**
     * Begins to read an object.
     *
     * @param what what it is, for messages
     */
    public static Decode of(PsValue value, String what) {
        if (value instanceof PsObject object) {
            return new Decode(what, object);
        }
        throw badReply(what + ": an object was expected, " + kind(value) + " came");
    }

    /** Decodes every object of an answer. */
    public static <T> List<T> each(List<PsValue> output, Function<PsValue, T> decoder) {
        return output.stream().map(decoder).toList();
    }

    /**
     * Decodes what one statement of a message put out: the objects that have its marking property. An object that has neither this
     * property nor one of the other statements' is a bad reply: dropped silently, it would look absent.
     */
    public static <T> List<T> all(
            List<PsValue> output, String property, List<String> others, Function<PsValue, T> decoder) {
        List<T> all = new ArrayList<>();
        for (PsValue value : output) {
            if (value instanceof PsObject o && o.property(property) != null) {
                all.add(decoder.apply(value));
            } else if (!(value instanceof PsObject o && others.stream().anyMatch(p -> o.property(p) != null))) {
                throw badReply("the answer holds " + kind(value) + ", which no statement asked for");
            }
        }
        return List.copyOf(all);
    }

    /** Decodes the last object that has the property: what was read back after what a changing cmdlet put out. */
    public static <T> T last(List<PsValue> output, String property, String what, Function<PsValue, T> decoder) {
        for (int i = output.size() - 1; i >= 0; i--) {
            if (output.get(i) instanceof PsObject o && o.property(property) != null) {
                return decoder.apply(output.get(i));
            }
        }
        throw badReply(what + ": the answer holds no object with the property " + property);
    }

    /** Tells whether the property is there and not null. */
    public boolean has(String property) {
        PsValue value = object.property(property);
        return value != null && !value.isNil();
    }

    /** Reads a text; numbers and GUIDs count as their text. */
    public String text(String property) {
        String text = textOf(need(property));
        if (text == null) {
            throw wrong(property, "a text", need(property));
        }
        return text;
    }

    /** Reads a text; null and a missing property are an empty one. */
    public String textOrEmpty(String property) {
        return has(property) ? text(property) : "";
    }

    /** Reads the name of a related object, which arrives as an object with a Name or, cut at the depth limit, as its text. */
    public String nameOf(String property) {
        PsValue value = need(property);
        if (value instanceof PsObject related) {
            PsValue name = related.property("Name");
            String text = name == null ? null : textOf(name);
            if (text != null) {
                return text;
            }
        }
        return text(property);
    }

    /** Reads an integer of any width that fits. */
    public long int64(String property) {
        Long number = numberOf(need(property));
        if (number == null) {
            throw wrong(property, "a whole number", need(property));
        }
        return number;
    }

    /** Reads an integer of any width that fits. */
    public int int32(String property) {
        long number = int64(property);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw badReply(what + "." + property + " is out of range");
        }
        return (int) number;
    }

    /** Reads a number of bytes. */
    public Size size(String property) {
        long bytes = int64(property);
        if (bytes < 0) {
            throw badReply(what + "." + property + " is negative");
        }
        return Size.bytes(bytes);
    }

    /** Reads a truth value; a number counts, zero as false. */
    public boolean flag(String property) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.BOOLEAN) {
            return (Boolean) value.value();
        }
        return int64(property) != 0;
    }

    /** Reads a truth value; null and a missing property are what is given. */
    public boolean flagOr(String property, boolean otherwise) {
        return has(property) ? flag(property) : otherwise;
    }

    /** Reads an integer of any width that fits; null and a missing property are what is given. */
    public long int64Or(String property, long otherwise) {
        return has(property) ? int64(property) : otherwise;
    }

    /** Reads the texts of a list, or of a single value; null and a missing property are none. */
    public List<String> texts(String property) {
        if (!has(property)) {
            return List.of();
        }
        PsValue value = need(property);
        List<PsValue> items = value instanceof PsObject list ? list.items() : null;
        List<String> texts = new ArrayList<>();
        for (PsValue item : items == null ? List.of(value) : items) {
            String text = textOf(item);
            if (text != null) {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    /** Returns a property as it came, for a later comparison with itself; null if it is missing. */
    public @Nullable PsValue raw(String property) {
        return object.property(property);
    }

    /** Reads a GUID, typed or as text. */
    public UUID guid(String property) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.GUID) {
            return (UUID) value.value();
        }
        try {
            return UUID.fromString(text(property).replaceAll("[{}]", ""));
        } catch (IllegalArgumentException e) {
            throw wrong(property, "a GUID", need(property));
        }
    }

    /** Reads a number of milliseconds. */
    public Duration millis(String property) {
        return Duration.ofMillis(int64(property));
    }

    /** Reads a number of seconds. */
    public Duration seconds(String property) {
        return duration(property, Duration::ofSeconds);
    }

    /** Reads a TimeSpan. */
    public Duration timeSpan(String property) {
        PsPrimitive value = need(property).primitive();
        if (value != null && value.type() == PsType.TIME_SPAN) {
            return (Duration) value.value();
        }
        throw wrong(property, "a time span", need(property));
    }

    private Duration duration(String property, Function<Long, Duration> unit) {
        try {
            return unit.apply(int64(property));
        } catch (ArithmeticException | DateTimeException e) {
            throw badReply(what + "." + property + " is out of range");
        }
    }

    /**
     * Reads an enumeration's word. The number decides where it is known, because a word may come in another spelling; an unknown number
     * falls back on the word that came with it, then on its digits.
     */
    public String word(String property, Words words) {
        PsValue value = need(property);
        Long number = numberOf(value);
        if (number != null && words.knows(number)) {
            return words.word(number);
        }
        String text = textOf(value);
        if (text == null || text.isBlank()) {
            throw wrong(property, "a word or number", value);
        }
        return text;
    }

    /** Reads an enumeration of flags as its number. */
    public long flags(String property, Words words) {
        PsValue value = need(property);
        Long number = numberOf(value);
        if (number == null) {
            String text = textOf(value);
            number = text == null ? null : words.flags(text);
        }
        if (number == null) {
            throw wrong(property, "known flags", value);
        }
        return number;
    }

    private PsValue need(String property) {
        PsValue value = object.property(property);
        if (value == null) {
            throw badReply(what + " came without the property " + property);
        }
        if (value.isNil()) {
            throw badReply(what + "." + property + " is null");
        }
        return value;
    }

    private static @Nullable String textOf(PsValue value) {
        if (value instanceof PsObject o && o.text() != null) {
            return o.text();
        }
        PsPrimitive primitive = value.primitive();
        return primitive == null ? null : primitive.value().toString();
    }

    private static @Nullable Long numberOf(PsValue value) {
        PsPrimitive primitive = value.primitive();
        if (primitive == null) {
            return null;
        }
        Object v = primitive.value();
        try {
            if (v instanceof BigInteger big) {
                return big.longValueExact();
            }
            if (v instanceof BigDecimal decimal) {
                return decimal.longValueExact();
            }
            if (v instanceof Number number && !(v instanceof Double) && !(v instanceof Float)) {
                return number.longValue();
            }
            if (v instanceof String text && text.matches("-?[0-9]{1,18}")) {
                return Long.parseLong(text);
            }
        } catch (ArithmeticException e) {
            return null;
        }
        return null;
    }

    private Fault wrong(String property, String wanted, PsValue came) {
        return badReply(what + "." + property + ": " + wanted + " was expected, " + kind(came) + " came");
    }

    private static String kind(PsValue value) {
        if (value.isNil()) {
            return "null";
        }
        return value instanceof PsPrimitive p ? p.type().netType() : value.toString();
    }

    /** Makes the fault for an answer that cannot be read. */
    public static Fault badReply(String message) {
        return Fault.lasting(ErrorKind.BAD_REPLY).because(message);
    }
}
