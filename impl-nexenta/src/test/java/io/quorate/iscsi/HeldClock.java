package io.quorate.iscsi;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The real clock and network; but the clock can be held until something has come that a deadline is not about: a busy machine takes whatever
 * time it takes for it.
 */
final class HeldClock extends RealWorld {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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
            held = super.nanos() - heldAt;
            until = null;
        }
        return until != null;
    }

    @Override
    public synchronized long nanos() {
        return isHeld() ? heldAt : super.nanos() - held;
    }

    /** While it stands still a minute more than the clock says. */
    @Override
    public Duration patience(Duration atMost) {
        return isHeld() ? atMost.plus(PATIENCE) : atMost;
    }
}
