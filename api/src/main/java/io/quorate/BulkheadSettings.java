package io.quorate;

import java.time.Duration;
import java.util.Objects;

/**
 * How much of one host's attention this client takes at a time. Immutable.
 *
 * @param maxConcurrent how many requests may be under way on one host
 * @param maxWait how long one attempt waits for a place before it counts as refused ({@code Busy})
 */
public record BulkheadSettings(int maxConcurrent, Duration maxWait) {
    private static final BulkheadSettings DEFAULTS = new BulkheadSettings(8, Duration.ofSeconds(30));

    public BulkheadSettings {
        Objects.requireNonNull(maxWait, "maxWait");
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("at least one request must be allowed at a time: " + maxConcurrent);
        }
        if (maxWait.isNegative() || maxWait.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the wait for a place lies between zero and one day: " + maxWait);
        }
    }

    /** Returns eight requests and 30 s. */
    public static BulkheadSettings defaults() {
        return DEFAULTS;
    }
}
