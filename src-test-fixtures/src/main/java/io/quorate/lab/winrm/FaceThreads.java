package io.quorate.lab.winrm;

import io.quorate.lab.http.Ended;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a face that are no connection's: pipelines, and requests that take effect late. One that has come to its end waits a little
 * for more of the same: a thread costs more than most pipelines. Thread-safe.
 */
final class FaceThreads {
    private static final Duration JOIN = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final String host;
    private final Object lock = new Object();

    // guarded by the lock
    private final Set<Thread> threads = new LinkedHashSet<>();
    private final Map<String, Deque<Worker>> idle = new HashMap<>();
    private int number;
    private boolean closed;

    FaceThreads(String host) {
        this.host = host;
    }

    void start(String purpose, Runnable body) {
        synchronized (lock) {
            Worker free = idle(purpose).pollLast();
            if (free != null) {
                free.given.add(body);
                return;
            }
            number++;
            Thread thread = new Thread(new Worker(purpose, body), "quorate-lab-" + host + "-" + purpose + "-" + number);
            thread.setDaemon(true);
            thread.start();
            // one that took itself off the list when it ends would still be alive when close() no longer waits for it
            threads.removeIf(old -> !old.isAlive());
            threads.add(thread);
        }
    }

    private Deque<Worker> idle(String purpose) {
        return idle.computeIfAbsent(purpose, none -> new ArrayDeque<>());
    }

    /** Interrupts all and waits, at most five seconds each, until they are gone. */
    void close() {
        List<Thread> running;
        synchronized (lock) {
            closed = true;
            idle.clear();
            running = new ArrayList<>(threads);
        }
        running.forEach(Thread::interrupt);
        Ended.await(running, JOIN);
    }

    /** What a thread does. */
    private final class Worker implements Runnable {
        private final String purpose;
        private final BlockingQueue<Runnable> given = new ArrayBlockingQueue<>(1);

        Worker(String purpose, Runnable first) {
            this.purpose = purpose;
            given.add(first);
        }

        @Override
        public void run() {
            Runnable body = given.poll();
            while (body != null) {
                body.run();
                body = next();
            }
        }

        /** Returns what comes within a while; null if it is to end. */
        private @Nullable Runnable next() {
            synchronized (lock) {
                if (closed || Thread.interrupted()) {
                    return null;
                }
                idle(purpose).addLast(this);
            }
            Runnable more = null;
            try {
                more = given.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (lock) {
                boolean free = idle(purpose).remove(this);
                return more != null || free ? more : given.poll();
            }
        }
    }
}
