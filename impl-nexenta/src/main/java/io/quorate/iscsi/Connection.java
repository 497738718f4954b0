package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.machine.Request;
import io.quorate.iscsi.machine.SessionMachine;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.net.Interrupts;
import io.quorate.text.Visible;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is logged in, and its machine. Whoever works with it has it alone; what is sent and received is so on the caller's
 * thread. After an exception it is of no further use.
 */
final class Connection {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** How long a log-out may take. */
    static final Duration LOGOUT = Duration.ofSeconds(2);

    /** How long an answer to a ping is waited for. */
    private static final Duration PING = Duration.ofSeconds(2);

    private final QuorateRuntime runtime;
    private final Wire wire;
    private final @Nullable Iqn target;
    private final long since;
    final SessionMachine machine;
    final Portal portal;
    private long idleSince;
    private boolean closed;

    Connection(QuorateRuntime runtime, Wire wire, SessionMachine machine, @Nullable Iqn target, Portal portal) {
        this.runtime = runtime;
        this.wire = wire;
        this.machine = machine;
        this.target = target;
        this.portal = portal;
        this.since = runtime.nanos();
    }

    /** Tells why nothing more can be asked for; null if it can. */
    @Nullable
    String ended() {
        return closed
                ? "the session is closed"
                : machine.logoutWanted() || machine.dropped() ? "the target asked us to log out" : null;
    }

    /**
     * Sends and receives until something is so, by the deadline, by an interrupt or by the end of the client at the latest.
     *
     * @throws SocketTimeoutException at the deadline
     * @throws IOException if the connection ended
     */
    void run(BooleanSupplier over, Deadline deadline) throws IOException, IscsiProtocolException {
        boolean well = false;
        try (Interrupts.Request listening = wire.listen()) {
            while (true) {
                wire.send(machine, deadline);
                if (over.getAsBoolean()) {
                    well = true;
                    return;
                }
                if (machine.dropped()) {
                    throw new EOFException("the target said that it drops the session");
                }
                if (deadline.expired()) {
                    throw new SocketTimeoutException("the time given ran out");
                }
                machine.receive(wire.receive(deadline));
            }
        } finally {
            if (!well) {
                abandon();
            }
        }
    }

    /** Asks whether the target lives, for two seconds at most; if it does not answer, nothing more can be asked for. */
    boolean lives(Duration atMost) {
        try {
            Request ping = machine.ping();
            run(() -> ping.outcome() != null, Deadline.in(atMost.compareTo(PING) < 0 ? atMost : PING, runtime));
            return ended() == null;
        } catch (IOException | IscsiProtocolException e) {
            log.debug(
                    "a session that rested is gone [portal={}, target={}, why={}]",
                    portal,
                    target,
                    Visible.line(String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** Closes it without a word. */
    void abandon() {
        closed = true;
        wire.close();
    }

    /** Logs out, within two seconds, as long as there is time left; a target that notices the end of the connection needs no more. */
    void logOut(Duration atMost) {
        if (closed) {
            return;
        }
        try {
            if (!machine.dropped()
                    && !atMost.isZero()
                    && !Thread.currentThread().isInterrupted()) {
                Deadline until = Deadline.in(atMost.compareTo(LOGOUT) < 0 ? atMost : LOGOUT, runtime);
                Request request = machine.logout();
                run(() -> request.outcome() != null, until);
            }
        } catch (IOException | IscsiProtocolException e) {
            log.debug(
                    "no clean logout [portal={}, target={}, why={}]",
                    portal,
                    target,
                    Visible.line(String.valueOf(e.getMessage())));
        } finally {
            abandon();
        }
    }

    /** Says that nobody works with it from now on. */
    void rests() {
        idleSince = runtime.nanos();
    }

    /** Returns how long nobody has worked with it. */
    Duration idle() {
        return Duration.ofNanos(runtime.nanos() - idleSince);
    }

    /** Returns how long ago it was logged in. */
    Duration age() {
        return Duration.ofNanos(runtime.nanos() - since);
    }
}
