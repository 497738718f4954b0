package io.quorate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** The real clock, sleep, randomness and network: the one class of the product that touches them. */
enum SystemRuntime implements QuorateRuntime {
    INSTANCE;

    /** How long a wait that may end early is deaf. */
    static final Duration STEP = Duration.ofMillis(250);

    private final SecureRandom random = new SecureRandom();

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(Deadline.millis(time), time.toNanosPart() % 1_000_000);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public SocketFactory sockets() {
        return SocketFactory.getDefault();
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
