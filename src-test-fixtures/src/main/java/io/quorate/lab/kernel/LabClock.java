package io.quorate.lab.kernel;

import io.quorate.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * The world's time as the SDK takes it: what the lab's {@code QuorateRuntime} answers for now, nanos and sleep. Thread-safe.
 */
public final class LabClock {
    private final LabTime time;

    LabClock(LabTime time) {
        this.time = time;
    }

    /** Returns the virtual wall-clock time; a world starts at {@link LabTime#START}. */
    public Instant now() {
        return LabTime.START.plus(time.now());
    }

    /** Returns the virtual time since the world's start in nanoseconds. */
    public long nanos() {
        return time.now().toNanos();
    }

    /**
     * Waits in virtual time. In skipping mode the sleeper drives the world forward when nothing is active; in virtual mode it waits until
     * somebody advances the time.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws LabStuckException if the real-time safety limit passes first
     */
    public void sleep(Duration duration) throws InterruptedException {
        time.sleep(duration);
    }

    /** Waits in virtual time like {@link #sleep(Duration)}, but no longer than until something is so, which is looked at now and then. */
    public void sleep(Duration duration, BooleanSupplier over) throws InterruptedException {
        time.sleep(duration, over);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("now", now()).toString();
    }
}
