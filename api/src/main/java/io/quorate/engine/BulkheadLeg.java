package io.quorate.engine;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;

/**
 * Takes a place at the host. Failsafe's bulkhead counts the places; the wait for one is ours, in short steps on the runtime's clock.
 */
final class BulkheadLeg {
    private static final Duration STEP = Duration.ofMillis(10);

    private final SendLeg next;

    BulkheadLeg(SendLeg next) {
        this.next = next;
    }

    <T> T run(Passage<?> passage, HostGate gate, Trip<T> trip) {
        if (!gate.places.tryAcquirePermit()) {
            await(passage, gate);
        }
        try {
            return next.run(passage, gate, trip);
        } finally {
            gate.places.releasePermit();
        }
    }

    private static void await(Passage<?> passage, HostGate gate) {
        Duration longest = gate.settings.bulkhead().maxWait();
        long end = passage.runtime.nanos() + longest.toNanos();
        do {
            long left = Math.min(
                    end - passage.runtime.nanos(), passage.deadline.remaining().toNanos());
            if (passage.closed.getAsBoolean()) {
                throw Failures.closed();
            }
            if (left <= 0) {
                throw full(gate, "no place became free in time", null);
            }
            try {
                Pause.take(Duration.ofNanos(Math.min(left, STEP.toNanos())), passage);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw full(gate, "interrupted while waiting for a place", e);
            }
        } while (!gate.places.tryAcquirePermit());
    }

    private static Fault full(HostGate gate, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return Fault.refused(ErrorKind.BUSY)
                .hint("raise the bulkhead's maxConcurrent if the host can bear more")
                .cause(cause)
                .because(gate.settings.bulkhead().maxConcurrent() + " requests of this client are under way at "
                        + gate.host + "; " + why);
    }
}
