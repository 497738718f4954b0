package io.quorate.iscsi;

import io.quorate.QuorateRuntime;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** The real clock and network, or what stands for them, but for what a subclass does otherwise. */
abstract class RealWorld implements QuorateRuntime {
    private final QuorateRuntime real;

    RealWorld() {
        this(QuorateRuntime.system());
    }

    RealWorld(QuorateRuntime real) {
        this.real = real;
    }

    @Override
    public Instant now() {
        return real.now();
    }

    @Override
    public long nanos() {
        return real.nanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        real.sleep(time);
    }

    @Override
    public RandomGenerator random() {
        return real.random();
    }

    @Override
    public SocketFactory sockets() {
        return real.sockets();
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        return real.resolve(host, port);
    }

    @Override
    public Duration patience(Duration atMost) {
        return real.patience(atMost);
    }
}
