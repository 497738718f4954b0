package io.quorate.engine;

import dev.failsafe.CircuitBreaker;
import io.quorate.BreakerSettings;
import io.quorate.QuorateRuntime;
import java.time.Duration;

/**
 * Leaves a host alone that does not answer. Failsafe's breaker counts; its own clock is put out of play by a delay longer than any life,
 * and the runtime's clock half-opens it.
 */
final class HostBreaker {
    /** What an attempt gets that is not let through. */
    static final long SHUT = -1;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private final QuorateRuntime runtime;
    private final long openForNanos;
    private final CircuitBreaker<Object> counts;
    private final Object lock = new Object();
    private long openedAt;

    /** Counts the changes between closed, open and half-open. */
    private long state;

    /** The number of the last half-open state. */
    private long halfOpened = SHUT;

    HostBreaker(BreakerSettings settings, QuorateRuntime runtime) {
        this.runtime = runtime;
        this.openForNanos = settings.openFor().toNanos();
        this.counts = CircuitBreaker.builder()
                .withFailureThreshold(settings.failureThreshold())
                .withSuccessThreshold(1)
                .withDelay(NEVER)
                .build();
    }

    /** Tells whether an attempt would be let through, without taking the place of a probe. */
    boolean passes() {
        synchronized (lock) {
            return !counts.isOpen() || due();
        }
    }

    /**
     * Lets an attempt through or not; of a half-open breaker one at a time. Whoever is let through reports how it went, with the number it
     * got: what began before the breaker's state changed says nothing about the host as it is now, and is not believed.
     *
     * @return the number of the state it was let through in; {@link #SHUT} if it was not
     */
    long acquire() {
        synchronized (lock) {
            if (counts.isOpen() && due()) {
                counts.halfOpen();
                halfOpened = ++state;
            }
            return counts.tryAcquirePermit() ? state : SHUT;
        }
    }

    /** The host answered. */
    void answered(long since) {
        synchronized (lock) {
            if (since == state) {
                counts.recordSuccess();
                noteChange(since);
            }
        }
    }

    /** The host did not answer. */
    void silent(long since) {
        synchronized (lock) {
            if (since == state) {
                counts.recordFailure();
                noteChange(since);
            }
        }
    }

    /** The attempt says nothing about the host; a probe is given back. */
    void undecided(long since) {
        synchronized (lock) {
            if (since == state && counts.isHalfOpen()) {
                counts.open();
                state++;
            }
        }
    }

    /** Only a half-open breaker closes, and what opens was not open before. */
    private void noteChange(long since) {
        if (counts.isOpen()) {
            openedAt = runtime.nanos();
            state++;
        } else if (halfOpened == since) {
            state++;
        }
    }

    /** Returns how long the host is still left alone. */
    Duration left() {
        synchronized (lock) {
            return counts.isOpen()
                    ? Duration.ofNanos(Math.max(0, openForNanos - (runtime.nanos() - openedAt)))
                    : Duration.ZERO;
        }
    }

    private boolean due() {
        return runtime.nanos() - openedAt >= openForNanos;
    }
}
