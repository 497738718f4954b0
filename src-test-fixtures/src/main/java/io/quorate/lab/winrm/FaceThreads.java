package io.quorate.lab.winrm;

import io.quorate.lab.http.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The threads of a face that are no connection's: pipelines, and requests that take effect late. Thread-safe. */
final class FaceThreads {
    private static final Duration JOIN = Duration.ofSeconds(5);

    private final String host;
    private final Object lock = new Object();
    private final Set<Thread> threads = new LinkedHashSet<>();
    private int number;

    FaceThreads(String host) {
        this.host = host;
    }

    void start(String purpose, Runnable body) {
        synchronized (lock) {
            number++;
            Thread thread = new Thread(body, "quorate-lab-" + host + "-" + purpose + "-" + number);
            thread.setDaemon(true);
            thread.start();
            // one that took itself off the list when it ends would still be alive when close() no longer waits for it
            threads.removeIf(old -> !old.isAlive());
            threads.add(thread);
        }
    }

    /** Interrupts all and waits, at most five seconds each, until they are gone. */
    void close() {
        List<Thread> running;
        synchronized (lock) {
            running = new ArrayList<>(threads);
        }
        running.forEach(Thread::interrupt);
        Ended.await(running, JOIN);
    }
}
