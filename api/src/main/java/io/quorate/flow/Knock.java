package io.quorate.flow;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.error.ErrorReport;
import io.quorate.error.UnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection from here and ends it at once. Neither the JDK's resolver nor a socket that connects hears of an interrupt, and the
 * resolver knows no time: so both work in a thread of their own, which ends when the socket is closed or the resolver answers, and whose end
 * nobody waits for.
 */
final class Knock {
    /** By then one who is there has answered, mostly; a simulated time stands still for so long. */
    private static final Duration PROMPT = Duration.ofSeconds(2);

    private final String target;
    private final int port;
    private final QuorateRuntime runtime;
    private final Object lock = new Object();

    // guarded by the lock
    private @Nullable Socket open;
    private boolean over;
    private Answer answer = new Answer(ReachOutcome.SILENT, "", "");

    /**
     * What came of it.
     *
     * @param address the address that was found; empty if none was
     * @param said what else there is to say; may be empty
     */
    record Answer(ReachOutcome outcome, String address, String said) {}

    private Knock(String target, int port, QuorateRuntime runtime) {
        this.target = target;
        this.port = port;
        this.runtime = runtime;
    }

    /**
     * Connects.
     *
     * @throws UnreachableException if the thread was interrupted, which it stays, or whoever waits was sent away
     */
    static Answer at(String target, int port, Duration atMost, QuorateRuntime runtime) {
        Knock knock = new Knock(target, port, runtime);
        Deadline deadline = Deadline.in(atMost, runtime);
        long began = runtime.nanos();
        Runnable prompt = runtime.begun("a probe of " + target, () -> knock.attempt(shorter(atMost, PROMPT)));
        runtime.thread("quorate-probe-" + target, () -> {
                    prompt.run();
                    knock.attempt(atMost);
                })
                .start();
        try {
            runtime.sleep(atMost, knock::isOver);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw knock.ended("interrupted", began);
        } finally {
            knock.give(null);
        }
        if (!knock.told() && !deadline.expired()) {
            throw knock.ended("the client was closed", began);
        }
        return knock.answer();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private UnreachableException ended(String why, long began) {
        return new UnreachableException(
                new ErrorReport(
                        "reach",
                        target + ":" + port,
                        null,
                        null,
                        null,
                        1,
                        Duration.ofNanos(runtime.nanos() - began),
                        why + " while connecting",
                        null,
                        null,
                        null),
                List.of(),
                null);
    }

    /** What the thread does: tries once, unless it has been told already or nobody waits any more. */
    private void attempt(Duration atMost) {
        if (isOver()) {
            return;
        }
        String address = "";
        try {
            InetSocketAddress to = runtime.resolve(target, port);
            InetAddress found = to.getAddress();
            if (found == null) {
                throw new UnknownHostException(target);
            }
            address = found.getHostAddress();
            try (Socket socket = runtime.sockets().createSocket()) {
                if (takes(socket, address)) {
                    socket.connect(to, (int) Math.max(1, Math.min(Integer.MAX_VALUE, Deadline.millis(atMost))));
                    give(new Answer(ReachOutcome.REACHED, address, ""));
                }
            }
        } catch (UnknownHostException e) {
            give(new Answer(ReachOutcome.UNKNOWN_NAME, "", ""));
        } catch (SocketTimeoutException e) {
            // silence so far is what it is taken for
            return;
        } catch (ConnectException | NoRouteToHostException | PortUnreachableException e) {
            give(new Answer(ReachOutcome.REFUSED, address, ""));
        } catch (IOException | RuntimeException e) {
            give(new Answer(ReachOutcome.UNTOLD, address, String.valueOf(e.getMessage())));
        }
    }

    /** Has the socket closed when it is over, and takes it for silence until somebody says otherwise. */
    private boolean takes(Socket socket, String address) {
        synchronized (lock) {
            if (!over) {
                open = socket;
                answer = new Answer(ReachOutcome.SILENT, address, "");
            }
            return !over;
        }
    }

    /** It ends here, with an answer or without one; only the first end counts. */
    private void give(@Nullable Answer last) {
        Socket left;
        synchronized (lock) {
            left = over ? null : open;
            if (!over && last != null) {
                answer = last;
            }
            over = true;
        }
        if (left != null && last == null) {
            try {
                left.close();
            } catch (IOException e) {
                // it is closed either way
                return;
            }
        }
    }

    private boolean isOver() {
        synchronized (lock) {
            return over;
        }
    }

    /** Tells whether an answer came by itself. */
    private boolean told() {
        synchronized (lock) {
            return answer.outcome() != ReachOutcome.SILENT;
        }
    }

    private Answer answer() {
        synchronized (lock) {
            return answer;
        }
    }
}
