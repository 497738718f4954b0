package io.quorate;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/**
 * What Quorate takes from the outside world: time, sleep, randomness, sockets and addresses. Replace it in tests; the lab brings its own.
 *
 * <p>Implementations are thread-safe.
 */
public interface QuorateRuntime {

    /** Returns the wall-clock time. */
    Instant now();

    /** Returns a monotonic reading in nanoseconds; only differences mean anything. */
    long nanos();

    /** Waits. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Waits, but no longer than until something is so. By default it sleeps in steps of a quarter of a second and looks in between.
     *
     * @param over looked at now and then, by this thread; must be quick
     */
    default void sleep(Duration time, BooleanSupplier over) throws InterruptedException {
        Deadline end = Deadline.in(time, this);
        while (!end.expired() && !over.getAsBoolean()) {
            Duration left = end.remaining();
            sleep(left.compareTo(SystemRuntime.STEP) < 0 ? left : SystemRuntime.STEP);
        }
    }

    /** Returns the source of jitter and ids. */
    RandomGenerator random();

    /** Returns what opens sockets. */
    SocketFactory sockets();

    /** Resolves a host and port to where it listens. */
    InetSocketAddress resolve(String host, int port) throws UnknownHostException;

    /** Makes a thread that is not started; named {@code quorate-...} and daemon. */
    default Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Says that work begins on the calling thread; it ends, on the same thread, when what is returned is closed. Work may begin inside other
     * work. A simulated time stands still while anything is at work, except while that sleeps here, waits for {@linkplain #permits permits}
     * or waits for a peer whom the simulation itself keeps waiting.
     *
     * @param what names it for messages
     */
    default Work begin(String what) {
        return Work.UNWATCHED;
    }

    /**
     * Says that work begins which another thread is going to do, and which nobody waits for.
     *
     * @param what names it for messages
     * @param body the work
     * @return what the other thread runs, once
     */
    default Runnable begun(String what, Runnable body) {
        return body;
    }

    /** Makes permits, of which so many can be out at a time; who waits for one waits on this clock. */
    default Permits permits(int count) {
        return new FairPermits(count);
    }

    /**
     * Says that the calling thread is going to wait for a peer's answer, at most so long on this clock. Returns how long it may wait by the
     * real clock, which is the one that sockets know: the same, unless time is simulated.
     */
    default Duration patience(Duration atMost) {
        return atMost;
    }

    /** Work under way. */
    interface Work extends AutoCloseable {
        /** What nobody watches. */
        Work UNWATCHED = () -> {};

        /** Ends it. */
        @Override
        void close();
    }

    /** Permits, handed out in the order in which they are asked for. Thread-safe; any thread may give one back. */
    interface Permits {

        /** Takes a permit if one is free. Returns whether it did. */
        boolean tryAcquire();

        /**
         * Waits for a permit.
         *
         * @return whether it got one in time
         * @throws InterruptedException if the thread is interrupted
         */
        boolean acquire(Duration atMost) throws InterruptedException;

        /** Gives a permit back, or adds one. */
        void release();

        /** Sends away who waits, and whoever comes: they get none. */
        void close();
    }

    /** Returns the real world. */
    static QuorateRuntime system() {
        return SystemRuntime.INSTANCE;
    }
}
