package io.quorate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** A world in which time passes only by sleeping or by {@link #pass}; who waits for permits lets the SDK's own threads work first. */
public final class ManualRuntime implements QuorateRuntime {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RandomGenerator random = new SplittableRandom(42);
    public final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());
    public Runnable onSleep = () -> {};
    private long nanos = Long.MAX_VALUE - 1_000_000; // monotonic readings may wrap; only differences mean anything
    private long passed;

    /** The SDK's own threads that are at work. */
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();

    public synchronized void pass(Duration time) {
        nanos += time.toNanos();
        passed += time.toNanos();
    }

    public synchronized Duration passed() {
        return Duration.ofNanos(passed);
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(passed);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(time);
        pass(time);
        onSleep.run();
    }

    @Override
    public Work begin(String what) {
        Thread thread = Thread.currentThread();
        return thread.getName().startsWith("quorate-") && working.add(thread)
                ? () -> working.remove(thread)
                : Work.UNWATCHED;
    }

    /** Waits for what nothing in this world brings about; the time is not kept meanwhile. */
    public void outside(CountDownLatch until) throws InterruptedException {
        boolean mine = working.remove(Thread.currentThread());
        try {
            until.await();
        } finally {
            if (mine) {
                working.add(Thread.currentThread());
            }
        }
    }

    /** Whoever waits for a permit waits in steps of this clock, but first, in real time, for those who work. */
    @Override
    public Permits permits(int count) {
        Permits permits = QuorateRuntime.super.permits(count);
        return new Permits() {
            private volatile boolean over;

            @Override
            public boolean tryAcquire() {
                return permits.tryAcquire();
            }

            @Override
            public boolean acquire(Duration atMost) throws InterruptedException {
                long end = nanos() + atMost.toNanos();
                boolean mine = working.remove(Thread.currentThread());
                try {
                    while (!permits.tryAcquire()) {
                        long left = end - nanos();
                        if (over || left <= 0) {
                            return false;
                        }
                        if (working.isEmpty()) {
                            sleep(Duration.ofNanos(Math.min(left, 10_000_000)));
                        } else if (permits.acquire(Duration.ofMillis(1))) {
                            return true;
                        }
                    }
                    return true;
                } finally {
                    if (mine) {
                        working.add(Thread.currentThread());
                    }
                }
            }

            @Override
            public void release() {
                permits.release();
            }

            @Override
            public void close() {
                permits.close();
                over = true;
            }
        };
    }

    @Override
    public void sleep(Duration time, BooleanSupplier over) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!over.getAsBoolean()) {
            sleep(time);
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SocketFactory sockets() {
        throw new AssertionError("no sockets here");
    }

    @Override
    public InetSocketAddress resolve(String host, int port) {
        throw new AssertionError("no network here");
    }
}
