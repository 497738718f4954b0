package io.quorate.lab.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the time stands still for: a request that executes, a pipeline, or work of the SDK. Its state is guarded by the world's lock. */
final class Hold implements Activity {
    final String name;

    /** Whether nobody waits for it: the time does not stop at its deadlines. */
    final boolean background;

    /** Who asked for it; null for a client that is not ours. */
    final @Nullable Asking asking;

    private final LabTime time;
    private volatile Thread home;
    private volatile @Nullable Hold outer;
    private volatile boolean ended;

    /** How long, on the world's clock, it waits for the peer that it asks now; null for as long as it takes. */
    volatile @Nullable Duration patience;

    /** When that is over. */
    volatile @Nullable Duration patienceEnds;

    Hold(LabTime time, String name, boolean background, @Nullable Asking asking, @Nullable Hold outer) {
        this.time = time;
        this.name = Objects.requireNonNull(name, "name");
        this.background = background || (outer != null && outer.background);
        this.asking = asking;
        this.home = Thread.currentThread();
        this.outer = outer;
    }

    @Override
    public Activity bind() {
        if (home != Thread.currentThread()) {
            home = Thread.currentThread();
            outer = null;
        }
        time.bound(this);
        return this;
    }

    @Override
    public void park() {
        time.locked(this::suspend);
    }

    @Override
    public void unpark() {
        time.locked(this::resume);
    }

    boolean nestedIn(Hold other) {
        for (Hold hold = this; hold != null; hold = hold.outer) {
            if (hold == other) {
                return true;
            }
        }
        return false;
    }

    boolean suspend() {
        return time.deactivate(this);
    }

    void resume() {
        if (!ended) {
            time.activate(this);
        }
    }

    /**
     * Lets go of the time with all that this is nested in, and with whoever waits for its answer. Returns those that held it.
     *
     * @param forGood whether no time that passes in the world ends the wait
     */
    List<Hold> suspendAll(boolean forGood) {
        List<Hold> suspended = new ArrayList<>();
        for (Hold hold = this; hold != null; hold = hold.outer) {
            if (hold.suspend()) {
                suspended.add(hold);
            }
            Asking asked = hold.asking;
            if (asked != null) {
                asked.park(forGood, hold);
            }
        }
        return suspended;
    }

    /** Takes the time again after {@link #suspendAll}. */
    void resumeAll(List<Hold> suspended) {
        for (Hold hold = this; hold != null; hold = hold.outer) {
            Asking asked = hold.asking;
            if (asked != null) {
                asked.unpark(hold);
            }
        }
        suspended.forEach(Hold::resume);
    }

    /** Returns who waits for the answer of this, or of what this is nested in. */
    @Nullable
    Asking asked() {
        for (Hold hold = this; hold != null; hold = hold.outer) {
            if (hold.asking != null) {
                return hold.asking;
            }
        }
        return null;
    }

    @Override
    public void close() {
        Asking asked = asking;
        if (time.mode() == LabTime.Mode.WALL && (asked == null || !asked.isParked())) {
            ended = true;
        } else {
            time.locked(() -> {
                ended = true;
                suspend();
                if (asked != null) {
                    asked.unpark(this);
                }
            });
        }
        Hold next = outer;
        time.unbound(this, next == null || next.ended ? null : next);
    }
}
