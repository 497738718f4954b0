package io.quorate.spi.net;

import io.quorate.QuorateRuntime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a host listens, within a time: the JDK's resolver knows neither time nor interrupt, and a name server that does not answer can
 * hold it for minutes. So it works in a thread of its own, at most one a host, whose end nobody waits for; who comes while it works waits
 * for the same answer. An address needs no resolver. Thread-safe.
 */
public final class Resolver implements AutoCloseable {
    /** No name server that answers takes as long. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final QuorateRuntime runtime;
    private final Object lock = new Object();
    private final Map<String, Lookup> lookups = new HashMap<>();
    private boolean closed;

    /** Makes one; its threads start when needed and end with their answer. */
    public Resolver(QuorateRuntime runtime) {
        this.runtime = runtime;
    }

    /** One question to the resolver. */
    private static final class Lookup {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile @Nullable InetSocketAddress found;
        private volatile @Nullable Exception failure;
    }

    /**
     * Resolves a host and port.
     *
     * @param atMost how long to wait, in real time, which is the resolver's
     * @throws UnknownHostException if the name leads nowhere
     * @throws SocketTimeoutException if no answer came in time
     * @throws InterruptedIOException if the thread was interrupted, which it stays, or this is closed
     */
    public InetSocketAddress resolve(String host, int port, Duration atMost) throws IOException {
        if (isAddress(host)) {
            return runtime.resolve(host, port);
        }
        Lookup lookup = lookup(host, port);
        Duration patience = atMost.compareTo(LONGEST) < 0 ? atMost : LONGEST;
        try {
            if (!lookup.over.await(Math.max(1, patience.toNanos()), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("no name server has told in time where " + host + " is");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + host + " was resolved");
        }
        return answer(host, lookup);
    }

    private static InetSocketAddress answer(String host, Lookup lookup) throws IOException {
        InetSocketAddress found = lookup.found;
        if (found != null) {
            return found;
        }
        Exception failure = lookup.failure;
        if (failure == null) {
            throw new InterruptedIOException("closed while " + host + " was resolved");
        }
        if (failure instanceof RuntimeException broken) {
            throw new IllegalStateException("the resolver failed", broken);
        }
        UnknownHostException unknown = new UnknownHostException(failure.getMessage());
        unknown.initCause(failure);
        throw unknown;
    }

    private Lookup lookup(String host, int port) {
        String key = host + ":" + port;
        synchronized (lock) {
            Lookup known = lookups.get(key);
            if (known != null) {
                return known;
            }
            Lookup fresh = new Lookup();
            if (closed) {
                fresh.over.countDown();
                return fresh;
            }
            lookups.put(key, fresh);
            runtime.thread("quorate-resolve-" + host, () -> work(host, port, key, fresh))
                    .start();
            return fresh;
        }
    }

    private void work(String host, int port, String key, Lookup lookup) {
        try {
            lookup.found = runtime.resolve(host, port);
        } catch (UnknownHostException | RuntimeException e) {
            lookup.failure = e;
        } finally {
            synchronized (lock) {
                lookups.remove(key, lookup);
            }
            lookup.over.countDown();
        }
    }

    /** Tells whether it is an address, which the JDK does not ask anybody for. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    /** Sends away who waits. A resolver that hangs is left to itself: it cannot be ended. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lookups.values().forEach(lookup -> lookup.over.countDown());
        }
    }
}
