package io.quorate.engine;

import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The runtime that clients wait on: whoever sleeps on it wakes up when the engine is closed, looks once more and is told so. */
final class WakingRuntime extends PassingRuntime {
    private final BooleanSupplier closed;

    WakingRuntime(QuorateRuntime real, BooleanSupplier closed) {
        super(real);
        this.closed = closed;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        real.sleep(time, closed);
    }

    @Override
    public void sleep(Duration time, BooleanSupplier over) throws InterruptedException {
        real.sleep(time, () -> closed.getAsBoolean() || over.getAsBoolean());
    }
}
