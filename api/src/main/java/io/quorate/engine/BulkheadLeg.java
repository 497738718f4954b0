package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.spi.Cursor;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Takes a place at the host, first come, first served; the wait for one is on the runtime's clock. */
final class BulkheadLeg {
    private final SendLeg next;

    BulkheadLeg(SendLeg next) {
        this.next = next;
    }

    <T> T run(Passage<?> passage, HostGate gate, Trip<T> trip) {
        take(passage, gate);
        boolean kept = false;
        try {
            T result = next.run(passage, gate, trip);
            if (result instanceof Cursor<?> cursor) {
                result = held(cursor, gate);
                kept = true;
            }
            return result;
        } finally {
            if (!kept) {
                gate.places.release();
            }
        }
    }

    /** What comes piece by piece keeps the place until it is closed. */
    @SuppressWarnings("unchecked")
    private static <T> T held(Cursor<?> cursor, HostGate gate) {
        return (T) new Held<>(cursor, gate, new AtomicBoolean());
    }

    private record Held<T>(Cursor<T> cursor, HostGate gate, AtomicBoolean closed) implements Cursor<T> {
        @Override
        public @Nullable T next(Deadline deadline) {
            return cursor.next(deadline);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                try {
                    cursor.close();
                } finally {
                    gate.places.release();
                }
            }
        }
    }

    private static void take(Passage<?> passage, HostGate gate) {
        if (gate.places.tryAcquire()) {
            return;
        }
        Duration longest = gate.settings.bulkhead().maxWait();
        Duration left = passage.deadline.remaining();
        boolean taken;
        try {
            taken = gate.places.acquire(left.compareTo(longest) < 0 ? left : longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full(gate, "interrupted while waiting for a place", e);
        }
        if (!taken) {
            throw passage.closed.getAsBoolean() ? Failures.closed() : full(gate, "no place became free in time", null);
        }
    }

    private static Fault full(HostGate gate, String why, @Nullable Throwable cause) {
        return Fault.refused(ErrorKind.BUSY)
                .hint("raise the bulkhead's maxConcurrent if the host can bear more")
                .cause(cause)
                .because(gate.settings.bulkhead().maxConcurrent() + " requests of this client are under way at "
                        + gate.host + "; " + why);
    }
}
