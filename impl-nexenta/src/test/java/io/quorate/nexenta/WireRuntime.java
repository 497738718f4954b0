package io.quorate.nexenta;

import io.quorate.QuorateRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** Real sockets, but time passes only by sleeping. */
public final class WireRuntime implements QuorateRuntime {
    private final RandomGenerator random = new SplittableRandom(42);
    private final List<Duration> sleeps = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private long nanos;

    /** Returns how many sockets were opened. */
    public int connections() {
        return connections.get();
    }

    public synchronized Duration passed() {
        return Duration.ofNanos(nanos);
    }

    /** Returns how long each sleep was, in milliseconds. */
    public synchronized List<Long> slept() {
        return sleeps.stream().map(Duration::toMillis).toList();
    }

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(time);
        nanos += time.toNanos();
    }

    /** In one piece: a wait is not many because it may end early. */
    @Override
    public void sleep(Duration time, BooleanSupplier over) throws InterruptedException {
        if (!over.getAsBoolean()) {
            sleep(time);
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SocketFactory sockets() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                connections.incrementAndGet();
                return new Socket();
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
