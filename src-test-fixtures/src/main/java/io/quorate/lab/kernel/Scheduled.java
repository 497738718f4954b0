package io.quorate.lab.kernel;

/** A task that was scheduled. */
public interface Scheduled {

    /** Drops the task if it has not run yet. */
    void cancel();
}
