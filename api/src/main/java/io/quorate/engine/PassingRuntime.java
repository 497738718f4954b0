package io.quorate.engine;

import io.quorate.QuorateRuntime;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** A runtime in front of the real one: passes everything on but what its subclass does otherwise. */
abstract class PassingRuntime implements QuorateRuntime {
    final QuorateRuntime real;

    PassingRuntime(QuorateRuntime real) {
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
    public Work begin(String what) {
        return real.begin(what);
    }

    @Override
    public Runnable begun(String what, Runnable body) {
        return real.begun(what, body);
    }

    @Override
    public Permits permits(int count) {
        return real.permits(count);
    }

    @Override
    public Duration patience(Duration atMost) {
        return real.patience(atMost);
    }

    @Override
    public Thread thread(String name, Runnable body) {
        return real.thread(name, body);
    }
}
