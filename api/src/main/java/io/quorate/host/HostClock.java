package io.quorate.host;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host's clock.
 *
 * @param time what it showed
 * @param offset by how much its local time is ahead of UTC, daylight saving included
 * @param ahead by how much it is ahead of ours, negative if it is behind; null where nobody measured
 * @param within how far off that can be: half of what the question took
 */
public record HostClock(
        Instant time, ZoneOffset offset, @Nullable Duration ahead, Duration within) {
    public HostClock {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(within, "within");
    }

    /** Returns it compared with ours, taking it that the host read its clock in the middle of the round trip. */
    public HostClock between(Instant sent, Instant answered) {
        Duration half = Duration.between(sent, answered).dividedBy(2);
        return new HostClock(time, offset, Duration.between(sent.plus(half), time), half.abs());
    }
}
