package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frees ended commands on the server from a thread of its own, so that no caller waits for it. Its backlog is bounded far below the quota
 * of 1000 commands a shell: when it is full, the next command waits. The thread starts with the first command and ends with
 * {@link #close}.
 */
final class Releaser {
    /** How many ended commands may wait to be freed. */
    static final int BACKLOG = 64;

    private static final int HURRY = 8;

    /** Leaves the caller, who has just got its result, and its next request the network to themselves. */
    private static final Duration LINGER = Duration.ofMillis(25);

    /** What says that nothing comes any more. */
    private static final String END = "";

    private final QuorateRuntime runtime;
    private final String name;
    private final Consumer<String> release;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(BACKLOG);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object lock = new Object();
    private volatile @Nullable Thread thread;

    /**
     * @param name the thread's name
     * @param release frees one command; never throws
     */
    Releaser(QuorateRuntime runtime, String name, Consumer<String> release) {
        this.runtime = runtime;
        this.name = name;
        this.release = release;
    }

    /** Puts an ended command into the backlog. Returns false if there was no room by the deadline. */
    boolean add(String commandId, Deadline deadline) {
        if (!started()) {
            return false;
        }
        try {
            return waiting.offer(commandId, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts the thread unless it runs; tells whether this is not closed. A thread that starts after the closing would wait for ever. */
    private boolean started() {
        synchronized (lock) {
            if (closing.getCount() == 0) {
                return false;
            }
            if (thread == null) {
                Thread worker = runtime.thread(name, this::work);
                thread = worker;
                worker.start();
            }
            return true;
        }
    }

    private void work() {
        try {
            while (true) {
                String commandId = waiting.take();
                if (waiting.size() < HURRY) {
                    closing.await(LINGER.toNanos(), TimeUnit.NANOSECONDS);
                }
                if (commandId.equals(END)) {
                    return;
                }
                try (QuorateRuntime.Work work = runtime.begin(name)) {
                    release.accept(commandId);
                }
            }
        } catch (InterruptedException e) {
            // Closing gave up waiting; deleting the shell frees what is left.
            Thread.currentThread().interrupt();
        }
    }

    /** Frees what waits and ends the thread; after the given time it stops without having freed everything. */
    void close(Duration patience) {
        Thread worker;
        synchronized (lock) {
            closing.countDown();
            worker = thread;
        }
        if (worker == null) {
            return;
        }
        try {
            if (waiting.offer(END, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                worker.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.interrupt();
    }

    /** Waits for the thread's end; bounded. */
    void join(Duration patience) {
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        try {
            worker.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
