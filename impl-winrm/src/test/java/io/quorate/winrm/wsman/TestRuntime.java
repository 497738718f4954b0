package io.quorate.winrm.wsman;

import io.quorate.QuorateRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** The real clock and network, with host names that lead to loopback ports and repeatable ids. */
public final class TestRuntime implements QuorateRuntime {
    private final QuorateRuntime system = QuorateRuntime.system();
    private final Map<String, Integer> routes = new ConcurrentHashMap<>();
    private final AtomicLong passed = new AtomicLong();
    private final Random random = new Random(42);
    private volatile boolean skips;

    /** Sends a host name and port to a loopback port. */
    public TestRuntime route(String host, int port) {
        routes.put(host, port);
        return this;
    }

    @Override
    public Instant now() {
        return system.now();
    }

    /** Lets time pass at once. */
    public void later(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    @Override
    public long nanos() {
        return system.nanos() + passed.get();
    }

    /** Has pauses between two requests pass at once from now on. What waits for an answer waits as before. */
    public void skipPauses() {
        skips = true;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        if (!skips) {
            system.sleep(time);
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        } else {
            later(time);
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SocketFactory sockets() {
        return system.sockets();
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        Integer to = routes.get(host);
        if (to == null) {
            throw new UnknownHostException(host);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), to);
    }
}
