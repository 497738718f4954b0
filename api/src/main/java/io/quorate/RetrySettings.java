package io.quorate;

import java.time.Duration;
import java.util.Objects;

/**
 * How often and how patiently a call is repeated where repeating is safe. Immutable.
 *
 * @param maxAttempts rounds over the hosts that may serve the call, the first included; 1 means no repetition. Moving on from a dead
 *     host to the next one is part of the same round and does not wait
 * @param firstDelay the pause after the first round
 * @param maxDelay the longest pause
 * @param factor by how much each pause exceeds the one before; 1 keeps it constant
 * @param jitter by how much a pause may differ from the computed one, as a fraction: 0.2 is plus or minus 20 %
 */
public record RetrySettings(int maxAttempts, Duration firstDelay, Duration maxDelay, double factor, double jitter) {
    private static final RetrySettings DEFAULTS =
            new RetrySettings(4, Duration.ofMillis(500), Duration.ofSeconds(10), 2, 0.2);

    public RetrySettings {
        Objects.requireNonNull(firstDelay, "firstDelay");
        Objects.requireNonNull(maxDelay, "maxDelay");
        if (maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "maxAttempts counts the first attempt, so it is at least 1: " + maxAttempts);
        }
        if (firstDelay.isNegative() || firstDelay.compareTo(maxDelay) > 0) {
            throw new IllegalArgumentException("the first delay lies between zero and the longest delay: "
                    + Span.words(firstDelay) + ", " + Span.words(maxDelay));
        }
        if (maxDelay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a pause of more than a day is a mistake: " + maxDelay);
        }
        if (!(factor >= 1 && factor <= 100)) {
            throw new IllegalArgumentException("the factor lies between 1 and 100: " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("the jitter lies between 0 and 1: " + jitter);
        }
    }

    /** Returns four attempts with pauses of 0.5 s, 1 s and 2 s, plus or minus 20 %. */
    public static RetrySettings defaults() {
        return DEFAULTS;
    }

    /** Returns settings that never repeat anything. */
    public static RetrySettings never() {
        return DEFAULTS.withMaxAttempts(1);
    }

    /** Returns these settings with another number of attempts. */
    public RetrySettings withMaxAttempts(int value) {
        return new RetrySettings(value, firstDelay, maxDelay, factor, jitter);
    }

    /** Returns these settings with another first and longest pause. */
    public RetrySettings withDelays(Duration first, Duration longest) {
        return new RetrySettings(maxAttempts, first, longest, factor, jitter);
    }

    /** Returns these settings with another growth of the pauses. */
    public RetrySettings withFactor(double value) {
        return new RetrySettings(maxAttempts, firstDelay, maxDelay, value, jitter);
    }

    /** Returns these settings with another jitter. */
    public RetrySettings withJitter(double value) {
        return new RetrySettings(maxAttempts, firstDelay, maxDelay, factor, value);
    }
}
