package io.quorate.engine;

import io.quorate.Deadline;
import java.time.Duration;

/** Divides a call's time between what it has to do. */
final class Shares {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST_RESERVED = Duration.ofSeconds(15);

    private Shares() {}

    /** Returns a deadline at half of what is left, but no sooner than a second unless the call itself ends sooner. */
    static Deadline half(Passage<?> passage) {
        Duration left = passage.deadline.remaining();
        Duration half = max(left.dividedBy(2), LEAST);
        return half.compareTo(left) >= 0 ? passage.deadline : Deadline.in(half, passage.runtime);
    }

    /** Returns a deadline that leaves a quarter of the time, at most 15 s, for reading back a lost answer. */
    static Deadline butReadingBack(Passage<?> passage) {
        Duration left = passage.deadline.remaining();
        Duration reserve = min(left.dividedBy(4), MOST_RESERVED);
        return Deadline.in(left.minus(reserve), passage.runtime);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
