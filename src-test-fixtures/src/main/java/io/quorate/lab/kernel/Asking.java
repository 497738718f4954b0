package io.quorate.lab.kernel;

import io.quorate.Shown;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work of the SDK that has asked over a connection and waits for the answer. While its request is kept waiting in the world's time it does
 * not hold that time; where the world's time comes to the end of its patience, it gives up. Its state is guarded by the world's lock.
 */
public final class Asking {
    final Hold work;
    private final Askings all;
    private final Runnable giveUp;
    private volatile @Nullable List<Hold> suspended;
    private @Nullable Hold keeper;
    private volatile boolean hung;
    private boolean over;

    Asking(Askings all, Hold work, Runnable giveUp) {
        this.all = all;
        this.work = work;
        this.giveUp = giveUp;
    }

    /**
     * The request is kept waiting; without an end in the world's time it hangs.
     *
     * @param by what waits on its behalf; null if nothing does
     */
    void park(boolean forGood, @Nullable Hold by) {
        if (suspended == null && !over) {
            keeper = by;
            suspended = work.suspendAll(false);
            hung = forGood;
            all.parked(this);
        }
    }

    /** The request goes on. */
    void unpark() {
        List<Hold> mine = suspended;
        if (mine != null) {
            suspended = null;
            keeper = null;
            hung = false;
            all.unparked(this);
            work.resumeAll(mine);
        }
    }

    /** The request goes on, as far as this kept it waiting: the request before it on the same connection may end only now. */
    void unpark(Hold by) {
        if (keeper == by) {
            unpark();
        }
    }

    /** Something was heard, or nothing will be: whoever asked goes on. */
    void heard(boolean end) {
        over |= end;
        unpark();
    }

    boolean isOver() {
        return over;
    }

    /** Tells whether the request is kept waiting. */
    public boolean isParked() {
        return suspended != null;
    }

    /** Tells whether the request is kept waiting whatever time passes in the world. */
    public boolean isHung() {
        return hung;
    }

    /** Returns when it gives up, in the world's time; null where that is left to the real clock. */
    @Nullable
    Duration givesUpAt() {
        return work.background ? null : work.patienceEnds;
    }

    void giveUp() {
        unpark();
        all.afterwards(giveUp);
    }

    /** Returns how long the client said that it would wait for the answer; null if it did not say. */
    public @Nullable Duration patience() {
        return work.patience;
    }

    @Override
    public String toString() {
        return Shown.as(this).with("hung", hung).toString();
    }
}
