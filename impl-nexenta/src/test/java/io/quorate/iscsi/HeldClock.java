package io.quorate.iscsi;

import io.quorate.QuorateRuntime;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The real clock and network; but the clock can be held until something has come that a deadline is not about: a busy machine takes whatever
 * time it takes for it.
 */
final class HeldClock implements QuorateRuntime {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final QuorateRuntime system = QuorateRuntime.system();
    private @Nullable BooleanSupplier until;
    private long heldAt;
    private long held;

    /** Has the clock stand still from now on until something is so; looked at whenever somebody reads the clock. */
    synchronized void holdUntil(BooleanSupplier begun) {
        heldAt = nanos();
        until = begun;
    }

    /** Tells whether it stands still. */
    synchronized boolean isHeld() {
        BooleanSupplier begun = until;
        if (begun != null && begun.getAsBoolean()) {
            held = system.nanos() - heldAt;
            until = null;
        }
        return until != null;
    }

    @Override
    public synchronized long nanos() {
        return isHeld() ? heldAt : system.nanos() - held;
    }

    /** While it stands still a minute more than the clock says. */
    @Override
    public Duration patience(Duration atMost) {
        return isHeld() ? atMost.plus(PATIENCE) : atMost;
    }

    @Override
    public Instant now() {
        return system.now();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        system.sleep(time);
    }

    @Override
    public RandomGenerator random() {
        return system.random();
    }

    @Override
    public SocketFactory sockets() {
        return system.sockets();
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
        return system.resolve(host, port);
    }
}
