package io.quorate.lab.kernel;

/**
 * A server request, or a pipeline it started, that is executing. While one is active the skipping clock stands still; one that is parked
 * (a long poll, a request that a fault keeps silent) counts as idle. {@link World#await} on the thread that runs the activity parks it by
 * itself.
 *
 * <p>An activity belongs to the thread that entered it; one that is handed to another thread is {@linkplain #bind() bound} there. All
 * methods may be called from any thread, repeatedly.
 */
public interface Activity extends AutoCloseable {

    /** Makes this the current thread's activity. Returns this. */
    Activity bind();

    /** Counts as idle from now on. */
    void park();

    /** Counts as active again. */
    void unpark();

    /** Ends the activity. */
    @Override
    void close();
}
