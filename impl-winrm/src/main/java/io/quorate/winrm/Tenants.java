package io.quorate.winrm;

import io.quorate.QuorateRuntime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who runs in a shell, and how it is emptied when it is given up: in a thread of its own, which stops at once what may still run though
 * nobody waits for it, lets the others end, and deletes the shell after the last one. Thread-safe.
 */
final class Tenants {
    private final Retirement retirement;
    private final QuorateRuntime runtime;
    private final String name;
    private final Runnable delete;

    /** Guards the fields below; never held across I/O. */
    private final Object lock = new Object();

    private final Set<RunningPipeline> running = new HashSet<>();
    private final Deque<Doubt> doubts = new ArrayDeque<>();
    private boolean retired;
    private boolean gone;
    private @Nullable Thread thread;

    /** A command that may still run though nobody waits for it, and who wants to know when it has ended. */
    private record Doubt(String commandId, QuorateRuntime.Permits end) {}

    /**
     * @param name what the thread is named after
     * @param delete deletes the shell; called once at most
     */
    Tenants(Retirement retirement, QuorateRuntime runtime, String name, Runnable delete) {
        this.retirement = retirement;
        this.runtime = runtime;
        this.name = name;
        this.delete = delete;
    }

    /** Counts a pipeline in; returns whether there is still a shell for it. */
    boolean enter(RunningPipeline pipeline) {
        synchronized (lock) {
            return !retired && !gone && running.add(pipeline);
        }
    }

    /** Counts a pipeline out that has ended, or that nobody waits for. */
    void leave(RunningPipeline pipeline) {
        synchronized (lock) {
            if (running.remove(pipeline)) {
                goOn();
            }
        }
    }

    /** Gives the shell up. */
    void retire() {
        synchronized (lock) {
            retired = true;
            goOn();
        }
    }

    /**
     * Gives the shell up because of a pipeline that may still run.
     *
     * @param end told when it has ended, or nothing more can be done
     */
    void retire(RunningPipeline pipeline, QuorateRuntime.Permits end) {
        synchronized (lock) {
            running.remove(pipeline);
            if (gone) {
                retirement.over(end);
                return;
            }
            doubts.add(new Doubt(pipeline.commandId(), end));
            retired = true;
            goOn();
        }
    }

    /** Starts the thread if there is something to do for it. The lock is held. */
    private void goOn() {
        if (!retired || gone || thread != null || doubts.isEmpty() && !running.isEmpty()) {
            return;
        }
        Runnable stopping = runtime.begun("stopping of a pipeline", this::stopDoubts);
        Thread fresh = runtime.thread(name, () -> {
            stopping.run();
            deleteIfLast();
        });
        thread = fresh;
        fresh.start();
    }

    private void stopDoubts() {
        while (true) {
            Doubt doubt;
            boolean alone;
            synchronized (lock) {
                doubt = doubts.poll();
                alone = doubts.isEmpty() && running.isEmpty();
            }
            if (doubt == null) {
                return;
            }
            retirement.stop(doubt.commandId);
            if (!alone) {
                retirement.over(doubt.end);
            }
        }
    }

    private void deleteIfLast() {
        synchronized (lock) {
            if (!doubts.isEmpty() || !running.isEmpty()) {
                thread = null;
                goOn();
                return;
            }
        }
        delete.run();
    }

    /** Notes that the shell is being deleted; returns whether it was not before. */
    boolean end() {
        synchronized (lock) {
            boolean first = !gone;
            gone = true;
            return first;
        }
    }

    /** Returns the thread that empties or deletes it; null if there is none. */
    @Nullable
    Thread thread() {
        synchronized (lock) {
            return thread;
        }
    }

    /** Returns how many pipelines run now. */
    int running() {
        synchronized (lock) {
            return running.size();
        }
    }
}
