package io.quorate.sql;

import java.time.Instant;
import java.util.Objects;

/**
 * A group as its primary told it at one moment. Keep the last one: the send queue is known to the primary alone, and when that is dead, to nobody.
 *
 * @param at when it was read, on this side's clock
 * @param group the group as its primary told it
 */
public record GroupSnapshot(Instant at, AvailabilityGroup group) {
    public GroupSnapshot {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(group, "group");
    }
}
