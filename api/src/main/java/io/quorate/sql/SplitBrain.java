package io.quorate.sql;

import java.util.List;
import java.util.stream.Collectors;

/** Several instances that take themselves for the primary of one group. */
final class SplitBrain {
    private SplitBrain() {}

    /** Tells who they are; the newest configuration first, by its sequence number. */
    static String words(List<SqlInventory> primaries, String group) {
        return primaries.stream()
                .sorted(java.util.Comparator.comparingLong((SqlInventory one) -> -number(one, group)))
                .map(one -> one.instance().name() + " (sequence number " + number(one, group) + ")")
                .collect(Collectors.joining(", "));
    }

    private static long number(SqlInventory one, String group) {
        return one.group(group).map(AvailabilityGroup::sequenceNumber).orElse(0L);
    }
}
