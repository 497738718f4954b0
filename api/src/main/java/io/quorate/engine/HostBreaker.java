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
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final QuorateRuntime runtime;
    private final long openForNanos;
    private final CircuitBreaker<Object> counts;
    private final Object lock = new Object();
    private long openedAt;

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

    /** Lets an attempt through or not; of a half-open breaker one at a time. Whoever is let through reports how it went. */
    boolean acquire() {
        synchronized (lock) {
            if (counts.isOpen() && due()) {
                counts.halfOpen();
            }
            return counts.tryAcquirePermit();
        }
    }

    /** The host answered. */
    void answered() {
        synchronized (lock) {
            // An answer to an old request says nothing about a host that stopped answering since.
            if (!counts.isOpen()) {
                counts.recordSuccess();
            }
        }
    }

    /** The host did not answer. */
    void silent() {
        synchronized (lock) {
            if (counts.isOpen()) {
                return;
            }
            counts.recordFailure();
            if (counts.isOpen()) {
                openedAt = runtime.nanos();
            }
        }
    }

    /** The attempt says nothing about the host; a probe is given back. */
    void undecided() {
        synchronized (lock) {
            if (counts.isHalfOpen()) {
                counts.open();
            }
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
