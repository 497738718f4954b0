package io.quorate.spi.net;

import io.quorate.QuorateRuntime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request whose thread was interrupted: a thread that connects, shakes hands, reads or writes does not hear of it by itself. One
 * thread looks ten times a second, in real time, while requests are under way; it ends by itself a while after the last one, and with
 * {@link #close}. Thread-safe.
 */
public final class Interrupts implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final int IDLE_LOOKS = 20;

    private final QuorateRuntime runtime;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Request> requests = new HashSet<>();
    private @Nullable Thread looker;
    private boolean closed;

    /**
     * Makes one; its thread starts with the first request.
     *
     * @param name what the thread is named after
     */
    public Interrupts(QuorateRuntime runtime, String name) {
        this.runtime = runtime;
        this.name = "quorate-interrupts-" + name;
    }

    /** A request of the current thread, from its beginning to its end. */
    public final class Request implements AutoCloseable {
        private final Thread thread = Thread.currentThread();
        private final Runnable end;
        private final BooleanSupplier over;
        private boolean told;

        private Request(Runnable end, BooleanSupplier over) {
            this.end = end;
            this.over = over;
        }

        private boolean isOver() {
            return thread.isInterrupted() || over.getAsBoolean();
        }

        /** The request has ended; from here on an interrupt is not its business any more. */
        @Override
        public void close() {
            lock.lock();
            try {
                requests.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Watches the current thread until the request is closed.
     *
     * @param end ends what the thread waits for; called at most once, from another thread; must be quick
     */
    public Request watch(Runnable end) {
        return watch(end, () -> false);
    }

    /**
     * Watches the current thread until the request is closed.
     *
     * @param end ends what the thread waits for; called at most once, from another thread; must be quick
     * @param over tells whether it has waited long enough, or for nothing any more; must be quick
     */
    public Request watch(Runnable end, BooleanSupplier over) {
        Request request = new Request(end, over);
        lock.lock();
        try {
            requests.add(request);
            if (looker == null && !closed) {
                Thread thread = runtime.thread(name, this::look);
                looker = thread;
                thread.start();
            }
        } finally {
            lock.unlock();
        }
        return request;
    }

    private void look() {
        int idle = 0;
        while (true) {
            List<Request> interrupted;
            lock.lock();
            try {
                idle = requests.isEmpty() ? idle + 1 : 0;
                if (requests.isEmpty() && (closed || idle > IDLE_LOOKS)) {
                    looker = null;
                    return;
                }
                interrupted = requests.stream()
                        .filter(request -> !request.told && request.isOver())
                        .toList();
                interrupted.forEach(request -> request.told = true);
                if (interrupted.isEmpty()) {
                    pause();
                }
            } finally {
                lock.unlock();
            }
            interrupted.forEach(request -> request.end.run());
        }
    }

    private void pause() {
        try {
            if (!changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to; the look after this one finds whether there is anything left to do.
            return;
        }
    }

    /** Ends the thread as soon as no request is under way; further ones are not watched. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
