package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are logged in and that nobody works with, for whoever comes next: a command then costs no log-in. One rests for five
 * seconds at most, which is shorter than targets wait for a word of it, and is logged in anew after a minute, so that a target's new
 * admission rules are met. The thread that logs them out starts with the first and ends a while after the last. Thread-safe.
 */
final class RestingConnections {
    static final Duration LONGEST = Duration.ofSeconds(5);
    static final Duration OLDEST = Duration.ofMinutes(1);
    private static final int MOST = 8;
    private static final Duration LAST_WORDS = Duration.ofMillis(300);
    private static final long LOOK_MILLIS = 250;
    private static final int IDLE_LOOKS = 8;

    private final QuorateRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Resting> resting = new ArrayList<>();
    private @Nullable Thread looker;
    private boolean closed;

    /** What two log-ins must have in common for one to do for both. Prints no secret. */
    record Key(
            Portal portal,
            Iqn initiator,
            Iqn target,
            Credentials.@Nullable Chap chap,
            boolean headerDigest,
            boolean dataDigest) {

        static Key of(InitiatorLogin login) {
            return new Key(
                    login.portal(),
                    login.initiator(),
                    Objects.requireNonNull(login.target(), "target"),
                    login.chap(),
                    login.headerDigest(),
                    login.dataDigest());
        }
    }

    private record Resting(Key key, Connection connection) {}

    RestingConnections(QuorateRuntime runtime) {
        this.runtime = runtime;
    }

    /** Takes the connection out that has rested for the shortest time; null if there is none that may still be used. */
    @Nullable
    Connection take(Key key) {
        lock.lock();
        try {
            for (int i = resting.size() - 1; i >= 0; i--) {
                Resting one = resting.get(i);
                if (one.key().equals(key) && fresh(one.connection())) {
                    return resting.remove(i).connection();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static boolean fresh(Connection connection) {
        return connection.idle().compareTo(LONGEST) < 0 && connection.age().compareTo(OLDEST) < 0;
    }

    /** Keeps a connection; false if it is not kept, and the caller logs out. */
    boolean keep(Key key, Connection connection) {
        connection.rests();
        lock.lock();
        try {
            if (closed || resting.size() == MOST || !fresh(connection)) {
                return false;
            }
            resting.add(new Resting(key, connection));
            if (looker == null) {
                Thread thread = runtime.thread("quorate-iscsi-resting", this::look);
                looker = thread;
                thread.start();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        int idle = 0;
        while (true) {
            List<Connection> old = new ArrayList<>();
            lock.lock();
            try {
                idle = resting.isEmpty() ? idle + 1 : 0;
                if (closed || idle > IDLE_LOOKS) {
                    looker = null;
                    return;
                }
                for (Iterator<Resting> i = resting.iterator(); i.hasNext(); ) {
                    Connection connection = i.next().connection();
                    if (!fresh(connection)) {
                        i.remove();
                        old.add(connection);
                    }
                }
                if (old.isEmpty()) {
                    pause();
                }
            } finally {
                lock.unlock();
            }
            logOut(old, Connection.LOGOUT);
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

    /** Logs out, with so much time for all of them together. */
    private void logOut(List<Connection> connections, Duration atMost) {
        long until = runtime.nanos() + atMost.toNanos();
        for (Connection connection : connections) {
            connection.logOut(Duration.ofNanos(Math.max(0, until - runtime.nanos())));
        }
    }

    /** Logs out of all of them, within a third of a second; none is kept any more. */
    void close() {
        List<Connection> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            resting.forEach(one -> left.add(one.connection()));
            resting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        logOut(left, LAST_WORDS);
    }
}
