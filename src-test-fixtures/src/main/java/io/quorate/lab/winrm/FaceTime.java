package io.quorate.lab.winrm;

import java.time.Duration;
import java.time.Instant;

/**
 * What the face needs of the world's time. Implementations are thread-safe; nothing here is called while a lock of the face is held, so
 * that the clock may call back.
 */
public interface FaceTime {

    /** Returns the lab's wall-clock time. */
    Instant now();

    /** Tells the clock that a request or a pipeline is being worked on. */
    Work enter();

    /** Runs a short task later, on the clock's thread. */
    Timer after(Duration delay, Runnable task);

    /** Something being worked on; while it is not parked, a skipping clock stands still. All methods may be called from any thread. */
    interface Work extends AutoCloseable {

        /** Makes this the calling thread's work. */
        void bind();

        /** Counts as idle from now on. */
        void park();

        /** Counts as active again. */
        void unpark();

        @Override
        void close();
    }

    /** A task that was set. */
    interface Timer {

        /** Drops the task if it has not run yet. */
        void cancel();
    }
}
