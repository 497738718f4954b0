package io.quorate.engine;

import io.quorate.QuorateRuntime;
import java.time.Duration;

/** Waits on the runtime's clock. */
final class Pause {
    private Pause() {}

    /** Waits; an interrupt is heard even when there is nothing to wait for. */
    static void take(Duration time, QuorateRuntime runtime) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!time.isZero()) {
            runtime.sleep(time);
        }
    }
}
