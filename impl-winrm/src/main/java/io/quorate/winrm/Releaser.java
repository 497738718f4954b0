package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Condition hurry = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closing;

    /** How many were put in, and how many of these are done with: freed, or tried in vain. */
    private long added;

    private long done;

    /** How many callers wait for room on the server: nobody lingers then. */
    private int pressed;

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
        count(1, 0);
        boolean in = false;
        try {
            in = waiting.offer(commandId, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            count(0, in ? 0 : 1);
        }
        return in;
    }

    /**
     * Waits until what has ended so far is freed, for the server is full of it. Returns false if there was nothing to wait for, or if it was
     * not done by the deadline.
     */
    boolean awaitFreed(Deadline deadline) {
        lock.lock();
        try {
            long all = added;
            if (done >= all) {
                return false;
            }
            pressed++;
            hurry.signalAll();
            try {
                long left = deadline.remaining().toNanos();
                while (done < all && !closing && left > 0) {
                    left = freed.awaitNanos(left);
                }
                return done >= all;
            } finally {
                pressed--;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void count(int in, int out) {
        lock.lock();
        try {
            added += in;
            done += out;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void linger() throws InterruptedException {
        lock.lock();
        try {
            long left = LINGER.toNanos();
            while (left > 0 && pressed == 0 && !closing) {
                left = hurry.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts a thread if it takes one more; tells whether this is not closed. A thread that starts after the closing would wait for ever. */
    private boolean started(int atOnce) {
        lock.lock();
        try {
            if (closing) {
                return false;
            }
            int running = threads.size();
            if (running == 0 || running < atOnce / CALLERS_OF_ONE && waiting.size() >= HURRY) {
                Thread worker = runtime.thread(running == 0 ? name : name + "-" + (running + 1), this::work);
                threads.add(worker);
                worker.start();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (true) {
                String commandId = waiting.take();
                if (waiting.size() < HURRY) {
                    linger();
                }
                if (commandId.equals(END)) {
                    // for the next thread
                    waiting.put(END);
                    return;
                }
                if (isClosing()) {
                    continue;
                }
                try (QuorateRuntime.Work work = runtime.begin(name)) {
                    release.accept(commandId);
                } finally {
                    count(0, 1);
                }
            }
        } catch (InterruptedException e) {
            // Closing gave up waiting; deleting the shell frees what is left.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads, after the given time at the latest. What waits is left to the shell's deletion, which frees it without being asked. */
    void close(Duration patience) {
        List<Thread> workers = workers(true);
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
        List<Thread> workers = workers(false);
        Deadline end = Deadline.in(patience, runtime);
        try {
            for (Thread worker : workers) {
                worker.join(Math.max(1, end.remaining().toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private List<Thread> workers(boolean close) {
        lock.lock();
        try {
            if (close) {
                closing = true;
                hurry.signalAll();
                freed.signalAll();
            }
            return List.copyOf(threads);
        } finally {
            lock.unlock();
        }
    }
}
