package io.quorate.engine;

import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyConfig;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after which pause. Failsafe's retry policy holds and checks the settings; it is stepped by hand, because its own
 * executor sleeps by itself and draws its jitter from a source that cannot be seeded.
 */
final class Backoff {
    private final RetryPolicyConfig<Object> policy;
    private final RandomGenerator jitter;

    Backoff(RetrySettings settings, QuorateRuntime runtime) {
        var builder = RetryPolicy.builder().withMaxAttempts(settings.maxAttempts());
        // Failsafe takes no zero as a delay; none is its default.
        if (!settings.firstDelay().isZero()) {
            if (settings.factor() > 1 && settings.firstDelay().compareTo(settings.maxDelay()) < 0) {
                builder.withBackoff(settings.firstDelay(), settings.maxDelay(), settings.factor());
            } else {
                builder.withDelay(settings.firstDelay());
            }
            if (settings.jitter() > 0) {
                builder.withJitter(settings.jitter());
            }
        }
        this.policy = builder.build().getConfig();
        this.jitter = Chance.splitFrom(runtime.random());
    }

    /** Tells whether another round may follow after so many. */
    boolean allowsAfter(int rounds) {
        return rounds < policy.getMaxAttempts();
    }

    /** Returns the pause after so many rounds. */
    Duration pauseAfter(int rounds) {
        double nanos = (double) policy.getDelay().toNanos();
        if (policy.getMaxDelay() != null) {
            nanos = Math.min(nanos * Math.pow(policy.getDelayFactor(), rounds - 1.0), (double)
                    policy.getMaxDelay().toNanos());
        }
        if (policy.getJitterFactor() > 0) {
            nanos *= 1 + policy.getJitterFactor() * (2 * jitter.nextDouble() - 1);
        }
        return Duration.ofNanos((long) nanos);
    }
}
