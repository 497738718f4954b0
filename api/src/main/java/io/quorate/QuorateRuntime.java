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

    /** Returns the real world. */
    static QuorateRuntime system() {
        return SystemRuntime.INSTANCE;
    }
}
