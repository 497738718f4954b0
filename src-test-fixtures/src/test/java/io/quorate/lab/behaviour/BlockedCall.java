package io.quorate.lab.behaviour;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own that is about to wait for something, and how it ends when it is interrupted or closed under. */
final class BlockedCall {
    /** What the API promises. */
    static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Thread thread;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean flag;

    private BlockedCall(Runnable call) {
        thread = new Thread(() -> run(call), "blocked-call");
        thread.setDaemon(true);
    }

    static BlockedCall start(Runnable call) {
        BlockedCall blocked = new BlockedCall(call);
        blocked.thread.start();
        return blocked;
    }

    private void run(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            failure.set(e);
        }
        flag = Thread.currentThread().isInterrupted();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Interrupts it; returns how long it took to end, which is checked to be bounded. */
    Duration interrupt() {
        return endsAfter(thread::interrupt);
    }

    /** Does something that ends it; returns how long it took to end. */
    Duration endsAfter(Runnable act) {
        long begun = System.nanoTime();
        Thread actor = new Thread(act, "actor");
        actor.start();
        try {
            thread.join(PATIENCE.toMillis());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            actor.join(PATIENCE.toMillis());
            if (thread.isAlive() || actor.isAlive()) {
                AssertionError stuck =
                        new AssertionError("it goes on" + (actor.isAlive() ? ", and so does what ends it" : ""));
                stuck.setStackTrace((thread.isAlive() ? thread : actor).getStackTrace());
                throw stuck;
            }
            return took;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns what it ended with; null if it succeeded. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** Tells whether its thread still knew that it was interrupted. */
    boolean keptTheFlag() {
        return flag;
    }
}
