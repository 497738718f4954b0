package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Frees ended commands on the server from threads of its own, so that no caller waits for it. Its backlog is bounded far below the quota
 * of 1000 commands a shell: when it is full, the next command waits. One thread starts with the first command, others where
 * callers side by side end commands faster than one frees them, a round trip each. All end with
 * {@link #close}.
 */
final class Releaser {
    /** How many ended commands may wait to be freed. */
    static final int BACKLOG = 64;

    private static final int HURRY = 8;

    /** Two round trips a command, one to free it: half as many threads free as callers call. */
    private static final int CALLERS_OF_ONE = 2;

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
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param name the first thread's name, which begins those of the others
     * @param release frees one command; never throws. Called by several threads at once
     */
    Releaser(QuorateRuntime runtime, String name, Consumer<String> release) {
        this.runtime = runtime;
        this.name = name;
        this.release = release;
    }

    /**
     * Puts an ended command into the backlog. Returns false if there was no room by the deadline.
     *
     * @param atOnce how many commands run side by side now
     */
    boolean add(String commandId, int atOnce, Deadline deadline) {
        if (!started(atOnce)) {
            return false;
        }
        try {
            return waiting.offer(commandId, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts a thread if it takes one more; tells whether this is not closed. A thread that starts after the closing would wait for ever. */
    private boolean started(int atOnce) {
        synchronized (lock) {
            if (closing.getCount() == 0) {
                return false;
            }
            int running = threads.size();
            if (running == 0 || running < atOnce / CALLERS_OF_ONE && waiting.size() >= HURRY) {
                Thread worker = runtime.thread(running == 0 ? name : name + "-" + (running + 1), this::work);
                threads.add(worker);
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
                    // for the next thread
                    waiting.put(END);
                    return;
                }
                if (closing.getCount() == 0) {
                    continue;
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

    /** Ends the threads, after the given time at the latest. What waits is left to the shell's deletion, which frees it without being asked. */
    void close(Duration patience) {
        List<Thread> workers;
        synchronized (lock) {
            closing.countDown();
            workers = List.copyOf(threads);
        }
        if (workers.isEmpty()) {
            return;
        }
        Deadline end = Deadline.in(patience, runtime);
        waiting.clear();
        try {
            if (waiting.offer(END, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                for (Thread worker : workers) {
                    worker.join(Math.max(1, end.remaining().toMillis()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(Thread::interrupt);
    }

    /** Waits for the threads' end; bounded. */
    void join(Duration patience) {
        List<Thread> workers;
        synchronized (lock) {
            workers = List.copyOf(threads);
        }
        Deadline end = Deadline.in(patience, runtime);
        try {
            for (Thread worker : workers) {
                worker.join(Math.max(1, end.remaining().toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
