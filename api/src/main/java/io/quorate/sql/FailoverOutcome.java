package io.quorate.sql;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a failover ended.
 *
 * @param group the group as the new primary tells it
 * @param from the old primary's name; null where it was not known
 * @param target the new primary's name
 * @param role how long it took until the target was the primary
 * @param whole how long it took until its databases were open and the listener answered
 * @param losses what was expected to be lost; empty for a planned failover
 * @param resumed what was resumed afterwards, as {@code database@host}
 * @param notResumed what stays suspended, and why, a sentence each
 */
public record FailoverOutcome(
        AvailabilityGroup group,
        @Nullable String from,
        String target,
        Duration role,
        Duration whole,
        List<DatabaseLoss> losses,
        List<String> resumed,
        List<String> notResumed) {
    public FailoverOutcome {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(whole, "whole");
        losses = List.copyOf(losses);
        resumed = List.copyOf(resumed);
        notResumed = List.copyOf(notResumed);
    }
}
