package io.quorate.engine;

import java.time.Duration;

/** Waits on the runtime's clock; an interrupt is heard even when there is nothing to wait for. */
final class Pause {
    private Pause() {}

    /** Waits, at most until the engine is closed. */
    static void take(Duration time, Passage<?> passage) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!time.isZero()) {
            passage.runtime.sleep(time, passage.closed);
        }
    }
}
