package io.quorate;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Permits on the real clock. */
final class FairPermits implements QuorateRuntime.Permits {
    /** More than there are threads. */
    private static final int ALL = Integer.MAX_VALUE / 4;

    private final Semaphore permits;
    private volatile boolean closed;

    FairPermits(int count) {
        this.permits = new Semaphore(count, true);
    }

    @Override
    public boolean tryAcquire() {
        return !closed && permits.tryAcquire();
    }

    @Override
    public boolean acquire(Duration atMost) throws InterruptedException {
        // Not zero: a permit that is free is taken in its turn.
        return permits.tryAcquire(Math.max(1, TimeUnit.NANOSECONDS.convert(atMost)), TimeUnit.NANOSECONDS) && !closed;
    }

    @Override
    public void release() {
        if (!closed) {
            permits.release();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            permits.release(ALL);
        }
    }
}
