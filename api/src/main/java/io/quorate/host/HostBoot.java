package io.quorate.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When a host started last.
 *
 * @param host the host
 * @param time when it started, by its own clock
 */
public record HostBoot(String host, Instant time) {
    /** Windows reckons its start back from now, so a clock that is set shifts it a little; no server restarts in less. */
    private static final Duration SHIFT = Duration.ofSeconds(10);

    public HostBoot {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(time, "time");
    }

    /** Tells whether this is a later start than another one. */
    public boolean after(Instant other) {
        return time.isAfter(other.plus(SHIFT));
    }
}
