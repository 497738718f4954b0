package io.quorate.lab.winrm;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the face needs of the world's time. Thread-safe. Conditions are looked at while the clock holds its own lock, so they read flags
 * and take no lock; nothing here is called while a lock of the face is held.
 */
public interface FaceTime {

    /** Returns the lab's wall-clock time. */
    Instant now();

    /** Says that the current thread works on a request or a pipeline: a skipping clock stands still until it is closed or waits. */
    Work enter(String name);

    /** Says the same of a request that came from a port of the client's machine. */
    default Work enter(String name, int clientPort) {
        return enter(name);
    }

    /** Says that another thread is about to work on something, and {@linkplain Work#takeOver takes it over}; may be called by a short task. */
    Work begin(String name);

    /**
     * Waits like a long poll: counts as idle and never moves the time.
     *
     * @param virtualLimit how long in the lab's time; null for ever
     * @param realLimit how long in real time; null for ever
     * @return whether the condition holds
     */
    boolean poll(String what, BooleanSupplier condition, @Nullable Duration virtualLimit, @Nullable Duration realLimit)
            throws InterruptedException;

    /**
     * Waits in the same way for what depends on one thing alone.
     *
     * @param subject whoever changes it {@linkplain #nudge(Object) says so}
     */
    default boolean poll(
            Object subject,
            String what,
            BooleanSupplier condition,
            @Nullable Duration virtualLimit,
            @Nullable Duration realLimit)
            throws InterruptedException {
        return poll(what, condition, virtualLimit, realLimit);
    }

    /** Has those who poll look again. */
    void nudge();

    /** Has those look again who poll for a subject, or for anything. */
    default void nudge(Object subject) {
        nudge();
    }

    /** Runs a short task later in the lab's time. */
    void after(Duration delay, String name, Runnable task);

    /** Something being worked on by one thread. */
    interface Work extends AutoCloseable {
        /** Makes it the current thread's. */
        void takeOver();

        @Override
        void close();
    }
}
