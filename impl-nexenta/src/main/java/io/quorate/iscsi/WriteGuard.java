package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives writes a deadline, which Java's sockets lack: closes the socket when it passes. One thread for all connections of an initiator,
 * started by the first write and gone when the last connection is closed.
 */
final class WriteGuard {
    private final QuorateRuntime runtime;
    private final Object lock = new Object();
    private @Nullable ScheduledThreadPoolExecutor executor;
    private int connections;

    WriteGuard(QuorateRuntime runtime) {
        this.runtime = runtime;
    }

    /** A write under way. */
    static final class Watch {
        private final Socket socket;
        private volatile boolean fired;
        private @Nullable ScheduledFuture<?> timer;

        private Watch(Socket socket) {
            this.socket = socket;
        }

        private void fire() {
            fired = true;
            try {
                socket.close();
            } catch (IOException e) {
                // closed is all that is wanted, and whoever writes gets an exception
            }
        }

        /** Ends the watch; true if it closed the socket. */
        boolean end() {
            if (timer != null) {
                timer.cancel(false);
            }
            return fired;
        }
    }

    void opened() {
        synchronized (lock) {
            connections++;
        }
    }

    void closed() {
        synchronized (lock) {
            connections--;
            if (connections == 0 && executor != null) {
                executor.shutdownNow();
                executor = null;
            }
        }
    }

    Watch watch(Socket socket, Deadline deadline) {
        Watch watch = new Watch(socket);
        synchronized (lock) {
            if (executor == null) {
                executor = new ScheduledThreadPoolExecutor(1, body -> runtime.thread("quorate-iscsi-deadlines", body));
                executor.setRemoveOnCancelPolicy(true);
            }
            long patience = runtime.patience(deadline.remaining()).toNanos();
            watch.timer = executor.schedule(watch::fire, patience, TimeUnit.NANOSECONDS);
        }
        return watch;
    }
}
