package io.quorate;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The order in which an administrator reads what a record tells: its name, its state, the rest as it stands, ids at the end. Does no I/O. */
public final class ReadingOrder {
    private static final Set<String> STATES = Set.of("state", "status", "health");

    private ReadingOrder() {}

    /** Returns the components of a kind of records in that order. */
    public static List<RecordComponent> of(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .sorted(Comparator.comparingInt(ReadingOrder::rank))
                .toList();
    }

    private static int rank(RecordComponent component) {
        String name = component.getName();
        if (component.getType() == UUID.class
                || name.equals("id")
                || name.endsWith("Id")
                || name.endsWith("Guid")
                || name.equals("guid")) {
            return 4;
        }
        if (name.equals("name")) {
            return 0;
        }
        if (name.equals("machineName")) {
            return 1;
        }
        return STATES.contains(name.toLowerCase(Locale.ROOT)) ? 2 : 3;
    }
}
