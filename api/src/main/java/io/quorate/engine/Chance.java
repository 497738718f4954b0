package io.quorate.engine;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Sources of chance that do not disturb each other: what one thread draws leaves the others' sequences as they are. */
final class Chance {
    private Chance() {}

    /** Splits a source of its own off the given one, which is asked once. Thread-safe. */
    static RandomGenerator splitFrom(RandomGenerator source) {
        SplittableRandom own = new SplittableRandom(source.nextLong());
        Object lock = new Object();
        return () -> {
            synchronized (lock) {
                return own.nextLong();
            }
        };
    }
}
