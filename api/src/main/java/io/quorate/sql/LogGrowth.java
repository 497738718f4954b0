package io.quorate.sql;

import io.quorate.Size;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a database's log grows, measured by two looks at its primary.
 *
 * @param before the first look
 * @param now the second one
 * @param holders which replicas had not got all of it at the second look, and why
 */
public record LogGrowth(LogUse before, LogUse now, List<LogHolder> holders) {
    private static final double NANOS = 1e9;
    private static final double LONGEST = Duration.ofDays(3650).toSeconds();

    public LogGrowth {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(now, "now");
        holders = List.copyOf(holders);
        if (!before.database().equalsIgnoreCase(now.database())) {
            throw new IllegalArgumentException(
                    "two looks at one database, not at " + before.database() + " and " + now.database());
        }
    }

    /** Returns the database's name. */
    public String database() {
        return now.database();
    }

    /** Returns by how many bytes it grew in a second, less than nothing where it shrank; empty where the looks tell nothing: no time between, or another primary. */
    public OptionalDouble perSecond() {
        Duration between = Duration.between(before.at(), now.at());
        if (between.isNegative() || between.isZero() || !before.server().equalsIgnoreCase(now.server())) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((now.used().bytes() - before.used().bytes()) / (between.toNanos() / NANOS));
    }

    /** Returns how long until it is full if it goes on so; empty where it does not grow, or that cannot be told. */
    public Optional<Duration> untilFull() {
        Size room = now.room();
        double rate = perSecond().orElse(0);
        if (room == null || rate <= 0 && room.bytes() > 0) {
            return Optional.empty();
        }
        double seconds = room.bytes() == 0 ? 0 : room.bytes() / rate;
        return Optional.of(Duration.ofMillis((long) (Math.min(seconds, LONGEST) * 1000)));
    }

    /**
     * Warns of it.
     *
     * @param within how soon it is full to warn of that
     * @return empty if neither a replica holds a log that grows, nor it is full that soon
     */
    public Optional<LogWarning> warning(Duration within) {
        boolean soon = untilFull().filter(left -> left.compareTo(within) <= 0).isPresent();
        boolean grows = perSecond().orElse(0) > 0;
        if (now.room() != null && now.room().bytes() == 0) {
            return Optional.of(new LogWarning(LogWarning.Kind.FULL, this));
        }
        if (soon) {
            return Optional.of(new LogWarning(LogWarning.Kind.FULL_SOON, this));
        }
        return grows && now.heldByReplica()
                ? Optional.of(new LogWarning(LogWarning.Kind.HELD_AND_GROWING, this))
                : Optional.empty();
    }
}
