package io.quorate.replica;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How often changes are sent; Windows knows these three. */
public enum ReplicationFrequency {
    /** Every 30 seconds. */
    SECONDS_30(30),
    /** Every 5 minutes. */
    MINUTES_5(300),
    /** Every 15 minutes. */
    MINUTES_15(900);

    private final int seconds;

    ReplicationFrequency(int seconds) {
        this.seconds = seconds;
    }

    /** Returns the time between two cycles. */
    public Duration interval() {
        return Duration.ofSeconds(seconds);
    }

    /** Finds the one with an interval; none if Windows does not know it. */
    public static Optional<ReplicationFrequency> of(Duration interval) {
        return Arrays.stream(values())
                .filter(one -> one.interval().equals(interval))
                .findFirst();
    }
}
