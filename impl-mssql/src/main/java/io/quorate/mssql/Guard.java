package io.quorate.mssql;

import io.quorate.QuorateRuntime;
import io.quorate.spi.net.Interrupts;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a thread waits for in the driver: at its deadline, when the thread is interrupted, when the instance is closed. First it asks
 * politely, so that the server stops, too; what has not ended a moment later is cut off. One thread for deadlines, gone by itself when there are
 * none, one for interrupts, and one for each thing that is ended, because nobody knows how long the driver takes for it. Thread-safe.
 */
final class Guard implements AutoCloseable {
    private static final long GRACE_MILLIS = 300;
    private static final long IDLE_SECONDS = 2;

    private final QuorateRuntime runtime;
    private final String name;
    private final Interrupts interrupts;
    private final ScheduledThreadPoolExecutor timers;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Makes one; its threads start when needed.
     *
     * @param name what they are named after
     */
    Guard(QuorateRuntime runtime, String name) {
        this.runtime = runtime;
        this.name = name;
        this.interrupts = new Interrupts(runtime, "mssql-" + name);
        this.timers =
                new ScheduledThreadPoolExecutor(1, body -> runtime.thread("quorate-mssql-deadlines-" + name, body));
        timers.setRemoveOnCancelPolicy(true);
        timers.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timers.allowCoreThreadTimeOut(true);
    }

    /** How something is ended. */
    interface Ending {
        /** Asks for it; may take long, or do nothing. */
        void ask() throws Exception;

        /** Cuts it off; quick. */
        void cut();

        /** Frees what is left, after it was cut off; may take long. */
        void free() throws Exception;
    }

    /** Something that the current thread waits for, from its beginning to its end. */
    final class Watch implements AutoCloseable {
        private final Ending ending;
        private final Interrupts.Request request;
        private final ScheduledFuture<?> deadline;
        private volatile boolean late;
        private boolean over;
        private boolean ended;
        private @Nullable ScheduledFuture<?> cutting;

        private Watch(Ending ending, Duration atMost) {
            this.ending = ending;
            this.deadline = timers.schedule(this::expire, Math.max(1, atMost.toNanos()), TimeUnit.NANOSECONDS);
            this.request = interrupts.watch(this::end);
        }

        private void expire() {
            late = true;
            end();
        }

        /** Tells whether its time ran out. */
        boolean late() {
            return late;
        }

        private void end() {
            synchronized (this) {
                if (over || ended) {
                    return;
                }
                ended = true;
                cutting = schedule(this::cut);
            }
            aside(ending::ask);
        }

        private void cut() {
            synchronized (this) {
                if (over) {
                    return;
                }
            }
            ending.cut();
            aside(ending::free);
        }

        /** Whatever it was has ended. */
        @Override
        public void close() {
            watches.remove(this);
            request.close();
            deadline.cancel(false);
            synchronized (this) {
                over = true;
                if (cutting != null) {
                    cutting.cancel(false);
                }
            }
        }
    }

    /** Something that may throw. */
    private interface Deed {
        void run() throws Exception;
    }

    private ScheduledFuture<?> schedule(Runnable body) {
        return timers.schedule(body, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void aside(Deed deed) {
        runtime.thread("quorate-mssql-end-" + name, () -> {
                    try {
                        deed.run();
                    } catch (Exception e) {
                        // What is to end is broken already; who waits for it hears so.
                        return;
                    }
                })
                .start();
    }

    /**
     * Watches the current thread until the watch is closed.
     *
     * @param atMost how long it may take, in real time
     */
    Watch watch(Ending ending, Duration atMost) {
        Watch watch = new Watch(ending, atMost);
        watches.add(watch);
        if (closed) {
            watch.end();
        }
        return watch;
    }

    /** Ends all there is, soon. */
    @Override
    public void close() {
        closed = true;
        interrupts.close();
        watches.forEach(Watch::end);
        timers.setKeepAliveTime(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
