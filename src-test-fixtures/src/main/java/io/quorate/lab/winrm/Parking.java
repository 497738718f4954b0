package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where requests wait, until what they wait for, their client has gone, the power is cut or the face is closed. Thread-safe. */
final class Parking {
    /** How often, in real time, a parked request looks whether its client is still there. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final FaceTime time;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closed;

    Parking(FaceTime time) {
        this.time = time;
    }

    /**
     * Parks the request until the condition holds, in slices so that a client that has gone is noticed.
     *
     * @param subject what alone the condition depends on, see {@link FaceTime#nudge(Object)}; null if on anything
     * @return whether the condition holds; also true when the client has gone
     */
    boolean await(
            @Nullable Object subject,
            String what,
            BooleanSupplier condition,
            HttpExchange exchange,
            @Nullable Duration limit)
            throws InterruptedException {
        int mine = generation.get();
        BooleanSupplier either = () -> condition.getAsBoolean() || generation.get() != mine;
        if (either.getAsBoolean()) {
            return true;
        }
        Instant end = limit == null ? null : time.now().plus(limit);
        while (true) {
            Duration left = end == null ? null : Duration.between(time.now(), end);
            if (left != null && (left.isNegative() || left.isZero())) {
                return either.getAsBoolean();
            }
            boolean over = subject == null
                    ? time.poll(what, either, left, LOOK)
                    : time.poll(subject, what, either, left, LOOK);
            if (over) {
                return true;
            }
            if (exchange.gone()) {
                return true;
            }
        }
    }

    /** Keeps a client waiting for good. */
    void hang(HttpExchange exchange) throws InterruptedException {
        await(null, "a client that is kept waiting", () -> closed, exchange, null);
    }

    /** Lets everybody go who waits now. */
    void clear() {
        generation.incrementAndGet();
        time.nudge();
    }

    boolean closed() {
        return closed;
    }

    /** Has waiting end at once from now on; {@link #clear} lets those go who wait already. */
    void close() {
        closed = true;
    }
}
