package io.quorate.winrm.auth;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long one request waits while it logs in: until its deadline, an interrupt, or the {@linkplain #end end} of its channel. One thread at a
 * time; only {@link #end} comes from elsewhere.
 */
public final class Patience {
    private static final Duration STEP = Duration.ofMillis(200);

    private final QuorateRuntime runtime;
    private final Deadline deadline;
    private final String address;
    private volatile boolean ended;
    private volatile @Nullable Job<?> job;

    /**
     * @param address host and port, for messages
     */
    public Patience(QuorateRuntime runtime, Deadline deadline, String address) {
        this.runtime = runtime;
        this.deadline = deadline;
        this.address = address;
    }

    /** Waits for a permit. Returns only with it. */
    void acquire(QuorateRuntime.Permits permits, String what) {
        while (!taken(permits, what)) {
            require(what);
        }
    }

    private boolean taken(QuorateRuntime.Permits permits, String what) {
        Duration left = deadline.remaining();
        try {
            return permits.acquire(left.compareTo(STEP) < 0 ? left : STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE).cause(e).because("interrupted while " + what);
        }
    }

    private void require(String what) {
        if (ended) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("the connection to " + address + " is closed");
        }
        if (deadline.expired()) {
            throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED).because("no time was left while " + what);
        }
    }

    /**
     * Has work done by a thread of its own, because it hears neither interrupt nor deadline, and waits for it.
     *
     * @param what names it for messages: while ...
     * @param work may go on when nobody waits any more; throws nothing but a {@link Fault}
     */
    <T> T await(String what, Callable<T> work) {
        require(what);
        Job<T> fresh = new Job<>(work, runtime.permits(1));
        job = fresh;
        if (ended) {
            fresh.done.release();
        }
        runtime.thread("quorate-winrm-login-" + address, runtime.begun(what, fresh))
                .start();
        do {
            acquire(fresh.done, what);
            if (!fresh.finished()) {
                require(what);
            }
        } while (!fresh.finished());
        return fresh.result();
    }

    /**
     * Calls back once no work goes on any more that this has begun: at once as a rule, later after work that took too long.
     *
     * @param action takes the refusal that work ended with after nobody waited any more; else null
     */
    public void afterwards(Consumer<@Nullable Fault> action) {
        Job<?> last = job;
        if (last == null) {
            action.accept(null);
        } else {
            last.afterwards(action);
        }
    }

    /** Ends what is waited for. */
    public void end() {
        ended = true;
        Job<?> last = job;
        if (last != null) {
            last.done.release();
        }
    }

    /** Work in a thread of its own. */
    private static final class Job<T> implements Runnable {
        private final Callable<T> work;
        private final QuorateRuntime.Permits done;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable T result;
        private @Nullable Throwable failure;
        private @Nullable Consumer<@Nullable Fault> action;
        private boolean over;

        Job(Callable<T> work, QuorateRuntime.Permits done) {
            this.work = work;
            this.done = done;
            done.tryAcquire();
        }

        @Override
        public void run() {
            T made = null;
            Throwable thrown = null;
            try {
                made = work.call();
            } catch (Exception | LinkageError e) {
                thrown = e;
            }
            Consumer<@Nullable Fault> then;
            lock.lock();
            try {
                result = made;
                failure = thrown;
                over = true;
                then = action;
            } finally {
                lock.unlock();
            }
            done.release();
            if (then != null) {
                then.accept(thrown instanceof Fault fault ? fault : null);
            }
        }

        boolean finished() {
            lock.lock();
            try {
                return over;
            } finally {
                lock.unlock();
            }
        }

        T result() {
            lock.lock();
            try {
                if (failure instanceof Fault fault) {
                    throw fault;
                }
                if (result == null) {
                    throw new IllegalStateException("work of a login failed", failure);
                }
                return result;
            } finally {
                lock.unlock();
            }
        }

        void afterwards(Consumer<@Nullable Fault> what) {
            lock.lock();
            try {
                if (!over) {
                    action = what;
                    return;
                }
            } finally {
                lock.unlock();
            }
            what.accept(null);
        }
    }
}
