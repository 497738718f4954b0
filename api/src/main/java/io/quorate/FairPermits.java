package io.quorate;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Permits on the real clock. */
final class FairPermits implements QuorateRuntime.Permits {
    private final Semaphore permits;

    FairPermits(int count) {
        this.permits = new Semaphore(count, true);
    }

    @Override
    public boolean tryAcquire() {
        return permits.tryAcquire();
    }

    @Override
    public boolean acquire(Duration atMost) throws InterruptedException {
        // Not zero: a permit that is free is taken in its turn.
        return permits.tryAcquire(Math.max(1, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void release() {
        permits.release();
    }
}
