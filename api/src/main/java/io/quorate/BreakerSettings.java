package io.quorate;

import java.time.Duration;
import java.util.Objects;

/**
 * When a host that does not answer is left alone. Immutable.
 *
 * @param failureThreshold how many attempts in a row must go without an answer; an answered failure is an answer
 * @param openFor how long the host is then left alone before one attempt may probe it
 */
public record BreakerSettings(int failureThreshold, Duration openFor) {
    private static final BreakerSettings DEFAULTS = new BreakerSettings(5, Duration.ofSeconds(30));

    public BreakerSettings {
        Objects.requireNonNull(openFor, "openFor");
        if (failureThreshold < 1) {
            throw new IllegalArgumentException("a breaker opens after one failure or more: " + failureThreshold);
        }
        if (openFor.isNegative() || openFor.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a breaker stays open between zero and one day: " + openFor);
        }
    }

    /** Returns five failures and 30 s. */
    public static BreakerSettings defaults() {
        return DEFAULTS;
    }
}
