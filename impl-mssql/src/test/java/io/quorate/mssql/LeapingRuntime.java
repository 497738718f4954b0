package io.quorate.mssql;

import io.quorate.QuorateRuntime;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/** A runtime whose time is what was slept, and nothing else. */
final class LeapingRuntime implements QuorateRuntime {
    private final QuorateRuntime real = QuorateRuntime.system();
    private final AtomicLong slept = new AtomicLong();

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(slept.get());
    }

    @Override
    public long nanos() {
        return slept.get();
    }

    @Override
    public void sleep(Duration time) {
        slept.addAndGet(time.toNanos());
    }

    @Override
    public void sleep(Duration time, BooleanSupplier over) {
        sleep(time);
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
}
