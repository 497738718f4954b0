package io.quorate.engine;

import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits on the runtime's clock; an interrupt is heard even when there is nothing to wait for. */
final class Pause {
    private Pause() {}

    /** Waits, at most until the engine is closed. */
    static void take(Duration time, Passage<?> passage) throws InterruptedException {
        take(time, passage.runtime, passage.closed);
    }

    /** Waits. */
    static void take(Duration time, QuorateRuntime runtime) throws InterruptedException {
        take(time, runtime, () -> false);
    }

    private static void take(Duration time, QuorateRuntime runtime, BooleanSupplier closed)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!time.isZero()) {
            runtime.sleep(time, closed);
        }
    }
}
