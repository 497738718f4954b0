package io.quorate;

import java.time.Duration;
import java.util.Objects;

/**
 * A point in time after which a call must have ended, on the runtime's monotonic clock.
 */
public final class Deadline {
    private final QuorateRuntime runtime;
    private final long endNanos;

    private Deadline(QuorateRuntime runtime, long endNanos) {
        this.runtime = runtime;
        this.endNanos = endNanos;
    }

    /** Makes a deadline that lies the given time ahead. */
    public static Deadline in(Duration time, QuorateRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        if (time.isNegative()) {
            throw new IllegalArgumentException("a deadline cannot lie in the past: " + Span.words(time));
        }
        long nanos = time.compareTo(Duration.ofDays(3650)) > 0 ? Long.MAX_VALUE / 4 : time.toNanos();
        return new Deadline(runtime, runtime.nanos() + nanos);
    }

    /** Returns a time in whole milliseconds; the longest number there is for a longer one, which the JDK refuses with an ArithmeticException. */
    public static long millis(Duration time) {
        try {
            return time.toMillis();
        } catch (ArithmeticException e) {
            return time.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Returns the time left; zero when it has passed. */
    public Duration remaining() {
        long left = endNanos - runtime.nanos();
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    public boolean expired() {
        return endNanos - runtime.nanos() <= 0;
    }

    @Override
    public String toString() {
        return Span.words(remaining()) + " left";
    }
}
