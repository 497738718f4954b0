package io.quorate.sql;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a planned failover can be done now, and what it would take.
 *
 * @param group the group
 * @param target the instance that would become the primary
 * @param from the instance that is; null if there is none
 * @param obstacles why it cannot, a sentence each; empty if it can
 * @param recovery how long the databases need to open, as far as the live views tell; null where they do not
 */
public record FailoverCheck(
        String group,
        String target,
        @Nullable String from,
        List<String> obstacles,
        @Nullable Duration recovery) {
    public FailoverCheck {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(target, "target");
        obstacles = List.copyOf(obstacles);
    }
}
