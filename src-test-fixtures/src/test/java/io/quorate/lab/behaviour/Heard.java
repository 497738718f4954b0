package io.quorate.lab.behaviour;

import io.quorate.call.CallListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts a client's calls: one that was heard of came before the client was closed. */
final class Heard implements CallListener {
    private final AtomicInteger began = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();

    @Override
    public void started(Started call) {
        began.incrementAndGet();
    }

    @Override
    public void ended(Ended call) {
        over.incrementAndGet();
    }

    /** Returns how many have begun. */
    int begun() {
        return began.get();
    }

    /** Returns how many have ended. */
    int over() {
        return over.get();
    }
}
