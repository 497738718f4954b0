package io.quorate.lab.kernel;

import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.lab.kernel.Waiters.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Permits that are waited for in the world's time, first come, first served. Whoever waits does not hold the time, and the time does not
 * pass the end of the wait unnoticed; where a peer keeps somebody else waiting for good, who may have the permit, the waiting drives it. A
 * permit goes from hand to hand, so that no time passes between who gives it back and who gets it.
 */
public final class LabPermits implements QuorateRuntime.Permits {
    private final LabTime time;
    private final ReentrantLock lock;
    private final boolean handedOn;
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private int free;
    private boolean closed;

    LabPermits(LabTime time, int count) {
        this.time = time;
        this.lock = time.lock();
        this.free = count;
        this.handedOn = count > 0;
    }

    @Override
    public boolean tryAcquire() {
        lock.lock();
        try {
            if (free == 0 || closed) {
                return false;
            }
            free--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean acquire(Duration atMost) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a change does not wait: it schedules");
        }
        lock.lockInterruptibly();
        try {
            if (closed) {
                return false;
            }
            if (free > 0 && queue.isEmpty()) {
                free--;
                return true;
            }
            return queued(atMost);
        } finally {
            lock.unlock();
        }
    }

    private boolean queued(Duration atMost) throws InterruptedException {
        Waiter mine = time.permitWaiter(atMost, handedOn);
        queue.add(mine);
        boolean got = false;
        try {
            got = time.awaitPermit(mine, atMost);
            return got && !closed;
        } finally {
            queue.remove(mine);
            if (mine.isGranted() && !got) {
                handOn();
            }
        }
    }

    @Override
    public void release() {
        lock.lock();
        try {
            handOn();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            while (!queue.isEmpty()) {
                handOn();
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOn() {
        Waiter next = queue.poll();
        if (next == null) {
            free++;
        } else {
            time.grant(next);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
