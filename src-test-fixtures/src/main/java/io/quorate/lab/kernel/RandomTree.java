package io.quorate.lab.kernel;

import io.quorate.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Randomness from one seed, split into streams that are keyed by the entity's path. A stream depends on the seed and its path only, so
 * another entity in the estate shifts nobody else's ids or times. Thread-safe; a single stream is to be used by one thread at a time
 * (the world's writer).
 */
public final class RandomTree {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;
    private final Map<String, Stream> streams = new ConcurrentHashMap<>();

    public RandomTree(long seed) {
        this.seed = seed;
    }

    /** Returns the seed everything comes from. */
    public long seed() {
        return seed;
    }

    /** Returns the path's own stream; it goes on where the last user of the path left it. */
    public RandomGenerator stream(String path) {
        return streams.computeIfAbsent(Objects.requireNonNull(path, "path"), p -> new Stream(start(p)));
    }

    /** Returns the path's id: a version 4 GUID, the same every time for a seed and path. */
    public UUID guid(String path) {
        Stream stream = new Stream(start(path + "#guid"));
        long high = stream.nextLong() & ~0xF000L | 0x4000L;
        long low = stream.nextLong() & ~(3L << 62) | 1L << 63;
        return new UUID(high, low);
    }

    private long start(String path) {
        long hash = FNV_OFFSET;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xFF) * FNV_PRIME;
        }
        return mix(hash ^ mix(seed + GOLDEN));
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** SplitMix64 (Steele, Lea, Flood 2014). */
    private static final class Stream implements RandomGenerator {
        private long state;

        Stream(long state) {
            this.state = state;
        }

        @Override
        public long nextLong() {
            state += GOLDEN;
            return mix(state);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("seed", seed).toString();
    }
}
