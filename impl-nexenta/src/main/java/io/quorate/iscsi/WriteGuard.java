package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.net.Interrupts;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the connections of an initiator: gives writes a deadline, which Java's sockets lack, ends what an interrupted thread waits
 * for, which they do not hear of, and all there are when the initiator is closed. Does so by closing the socket. One thread for deadlines,
 * started by the first write and gone two seconds after the last, once no connection is left; and one for interrupts.
 */
final class WriteGuard {
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final long TICK_MILLIS = 100;
    private static final int IDLE_TICKS = 20;

    private final QuorateRuntime runtime;
    private final Object lock = new Object();
    private @Nullable ScheduledThreadPoolExecutor executor;
    private final Interrupts interrupts;
    private final Set<Socket> connections = new HashSet<>();
    private final Set<Watch> writes = new HashSet<>();
    private boolean ticking;
    private int idleTicks;
    private volatile boolean closed;

    WriteGuard(QuorateRuntime runtime) {
        this.runtime = runtime;
        this.interrupts = new Interrupts(runtime, "iscsi");
    }

    /** A write under way. */
    final class Watch {
        private final Socket socket;
        private long left;
        private boolean fired;

        /** A tick may come at once, so one more than the patience holds. */
        private Watch(Socket socket, Duration patience) {
            this.socket = socket;
            this.left = Deadline.millis(patience) / TICK_MILLIS + 2;
        }

        /** Ends the watch; true if it closed the socket. */
        boolean end() {
            synchronized (lock) {
                writes.remove(this);
                return fired;
            }
        }
    }

    /** Ten times a second while there are writes; a timer for each would cost more than a short write. */
    private void tick(ScheduledThreadPoolExecutor ticker) {
        List<Watch> late;
        synchronized (lock) {
            if (ticker != executor) {
                return;
            }
            idleTicks = writes.isEmpty() ? idleTicks + 1 : 0;
            if (idleTicks > IDLE_TICKS) {
                ticking = false;
                if (connections.isEmpty()) {
                    stop();
                }
                return;
            }
            late = writes.stream().filter(watch -> --watch.left == 0).toList();
            late.forEach(watch -> watch.fired = true);
            tickSoon(ticker);
        }
        late.forEach(watch -> cut(watch.socket));
    }

    private void tickSoon(ScheduledThreadPoolExecutor ticker) {
        ticker.schedule(() -> tick(ticker), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed is all that is wanted, and whoever waits gets an exception
        }
    }

    /** Takes a connection into its care, before it is made. */
    void opened(Socket socket) {
        synchronized (lock) {
            connections.add(socket);
            if (closed) {
                executor().schedule(() -> cut(socket), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    void closed(Socket socket) {
        synchronized (lock) {
            connections.remove(socket);
            if (connections.isEmpty() && (closed || !ticking)) {
                stop(); // else the last tick does: who logs in again and again needs no thread each time
            }
        }
    }

    private void stop() {
        ticking = false;
        if (executor != null) {
            executor.shutdownNow();
            executor = null;
        }
    }

    /** Ends what the current thread waits for on a connection if it is interrupted, until the request is closed. */
    Interrupts.Request listen(Socket socket) {
        return interrupts.watch(() -> cut(socket));
    }

    Watch watch(Socket socket, Deadline deadline) {
        Watch watch = new Watch(socket, runtime.patience(deadline.remaining()));
        synchronized (lock) {
            writes.add(watch);
            if (!ticking) {
                ticking = true;
                idleTicks = 0;
                tickSoon(executor());
            }
        }
        return watch;
    }

    private ScheduledThreadPoolExecutor executor() {
        if (executor == null) {
            executor = new ScheduledThreadPoolExecutor(1, body -> runtime.thread("quorate-iscsi-deadlines", body));
        }
        return executor;
    }

    /** Says what really happened to a connection that failed. */
    IOException reason(IOException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return because("interrupted", failure);
        }
        return closed ? because("the client was closed", failure) : failure;
    }

    private static IOException because(String what, IOException failure) {
        IOException told = new IOException(what);
        told.initCause(failure);
        return told;
    }

    /** Tells whether there are to be no more connections, but for one that takes back what was begun. */
    boolean isClosed() {
        return closed;
    }

    /** Ends all connections. One that is made later, to take back what was begun, has half a second. */
    void close() {
        List<Socket> open;
        synchronized (lock) {
            closed = true;
            open = List.copyOf(connections);
            if (open.isEmpty()) {
                stop();
            }
        }
        interrupts.close();
        open.forEach(WriteGuard::cut);
    }
}
