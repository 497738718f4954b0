package io.quorate.iscsi;

import io.quorate.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;

/**
 * The real clock and network, and a record of how long sockets were told to wait at most, counted from the last time the asking thread
 * looked at the clock. What a busy machine adds to a wait is not in it, so that it may be compared to a deadline to the millisecond.
 */
final class AskedWaits extends RealWorld {
    private final HeldClock clock;
    private final ThreadLocal<Long> looked;
    private final List<Long> ends = new CopyOnWriteArrayList<>();
    private final List<Duration> lengths = new CopyOnWriteArrayList<>();
    private volatile long end;

    AskedWaits() {
        this(new HeldClock());
    }

    private AskedWaits(HeldClock clock) {
        super(clock);
        this.clock = clock;
        looked = ThreadLocal.withInitial(clock::nanos);
    }

    /** Forgets the waits so far and makes the deadline that those to come are compared to. */
    Deadline deadline(Duration time) {
        ends.clear();
        lengths.clear();
        Deadline deadline = Deadline.in(time, this);
        end = looked.get() + time.toNanos();
        return deadline;
    }

    /** Has the clock stand still until something is so; how long sockets are told to wait before is not recorded. */
    void holdUntil(BooleanSupplier begun) {
        clock.holdUntil(begun);
    }

    /** How far the latest wait reaches beyond the deadline; negative if none does, and if there was none. */
    Duration beyond() {
        return Duration.ofNanos(ends.stream().mapToLong(it -> it - end).max().orElse(-1));
    }

    /** How long each wait may take. */
    List<Duration> lengths() {
        return List.copyOf(lengths);
    }

    private void waits(int millis) {
        if (clock.isHeld()) {
            return;
        }
        lengths.add(Duration.ofMillis(millis));
        // zero is for ever
        ends.add(millis == 0 ? end + Duration.ofDays(1).toNanos() : looked.get() + millis * 1_000_000L);
    }

    @Override
    public long nanos() {
        long now = super.nanos();
        looked.set(now);
        return now;
    }

    @Override
    public SocketFactory sockets() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return new Watched();
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private final class Watched extends Socket {
        @Override
        public void connect(SocketAddress to, int timeout) throws IOException {
            waits(timeout);
            super.connect(to, timeout);
        }

        @Override
        public void setSoTimeout(int timeout) throws SocketException {
            waits(timeout);
            super.setSoTimeout(timeout);
        }
    }
}
