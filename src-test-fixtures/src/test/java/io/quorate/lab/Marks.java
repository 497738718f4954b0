package io.quorate.lab;

import io.quorate.QuorateRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A client that writes numbered marks at whatever instance leads, one a moment of the lab's time, and notes which it was told are committed. Writes
 * in process, so that no fault of a wire tells it something that is not so.
 */
public final class Marks implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final Lab lab;
    private final Supplier<String> primary;
    private final String database;
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Integer> told = new ArrayList<>();
    private int last;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;

    /** Makes the table at once, and writes from now on. */
    public Marks(Lab lab, String database, Supplier<String> primary) {
        this.lab = lab;
        this.database = database;
        this.primary = primary;
        lab.sql().run(primary.get(), "USE [" + database + "]", "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)");
        thread = new Thread(this::write, "marks in " + database);
        thread.setDaemon(true);
        thread.start();
    }

    private void write() {
        QuorateRuntime time = lab.runtime();
        try {
            while (!over.get()) {
                one();
                time.sleep(BETWEEN, over::get);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Writes one now; whether it is committed is told or not. */
    public void one() {
        writing.lock();
        try {
            int mark = ++last;
            lab.sql().run(primary.get(), "USE [" + database + "]", "INSERT INTO marks VALUES (" + mark + ")");
            told.add(mark);
        } catch (IllegalStateException refused) {
            // Nobody was told that it is there.
            return;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Returns the marks of which it was told that they are committed; one that is being written is waited for.
     *
     * @throws IllegalStateException if they are no longer written
     */
    public List<Integer> told() {
        RuntimeException broken = failure.get();
        if (broken != null) {
            throw new IllegalStateException("the marks in " + database + " are no longer written", broken);
        }
        writing.lock();
        try {
            return List.copyOf(told);
        } finally {
            writing.unlock();
        }
    }

    /** Writes no more. */
    public void stop() throws InterruptedException {
        over.set(true);
        thread.interrupt();
        thread.join(30_000);
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
