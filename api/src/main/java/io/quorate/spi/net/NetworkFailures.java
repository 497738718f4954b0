package io.quorate.spi.net;

import io.quorate.Deadline;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Reads what a failure on the way to one server means: how far the request got, what kind of failure it is, what to try. Thread-safe. */
public final class NetworkFailures {
    private final String host;
    private final String address;
    private final TlsTrust trust;
    private final Hints hints;

    /**
     * What to try, in the words of the wire.
     *
     * @param listening when no connection came about
     * @param silent when there was one and nothing came over it
     * @param tls when the other side does not speak TLS
     */
    public record Hints(String listening, String silent, String tls) {
        public Hints {
            Objects.requireNonNull(listening, "listening");
            Objects.requireNonNull(silent, "silent");
            Objects.requireNonNull(tls, "tls");
        }
    }

    /**
     * Makes a reader for one server.
     *
     * @param host the server's name, as its certificate should hold it
     * @param port where it listens
     * @param trust what verified it
     */
    public NetworkFailures(String host, int port, TlsTrust trust, Hints hints) {
        this.host = Objects.requireNonNull(host, "host");
        this.address = host + ":" + port;
        this.trust = Objects.requireNonNull(trust, "trust");
        this.hints = Objects.requireNonNull(hints, "hints");
    }

    /** Returns host and port, as messages name them. */
    public String address() {
        return address;
    }

    /**
     * Says what an I/O failure means.
     *
     * @param reach how far the request got, which decides the phase
     * @param deadline what the request was given
     * @param closed whether we closed the session meanwhile
     */
    public Fault of(IOException failure, Reach reach, Deadline deadline, boolean closed) {
        if (failure instanceof UnknownHostException unknown && reach == Reach.NOT_CONNECTED) {
            return unresolved(unknown);
        }
        FaultPhase phase = reach.phase();
        boolean arrived = reach == Reach.MAY_HAVE_ARRIVED;
        boolean connected = reach != Reach.NOT_CONNECTED;
        if (Thread.currentThread().isInterrupted()) {
            return fault(phase, ErrorKind.UNREACHABLE, failure, null, "interrupted while asking " + address);
        }
        Fault untrusted = connected ? null : trust.untrusted(failure, address, host);
        if (untrusted != null) {
            return untrusted;
        }
        if (closed) {
            return fault(phase, ErrorKind.UNREACHABLE, failure, null, "the session to " + address + " was closed");
        }
        if (deadline.expired()) {
            String late = arrived ? " did not answer in time" : " could not be reached in time";
            return fault(phase, ErrorKind.DEADLINE_EXCEEDED, failure, null, address + late);
        }
        String what;
        String hint = null;
        if (failure instanceof InterruptedIOException && !connected) {
            what = address + " did not accept the connection in time";
            hint = hints.listening();
        } else if (failure instanceof InterruptedIOException) {
            what = address + " stayed silent";
            hint = hints.silent();
        } else if (failure instanceof ConnectException) {
            what = "the connection to " + address + " was refused or has no route";
            hint = hints.listening();
        } else if (failure instanceof SSLException && !connected) {
            what = "TLS with " + address + " did not come about";
            hint = hints.tls();
        } else {
            what = "the connection to " + address + " broke"
                    + (arrived ? " before the answer came" : " before the request was sent");
        }
        return fault(phase, ErrorKind.UNREACHABLE, failure, hint, what);
    }

    /** Says that what came back is no HTTP: some clients believe headers, such as a negative length, until they are used. */
    public Fault noHttp(RuntimeException failure, Reach reach) {
        return fault(reach.phase(), ErrorKind.BAD_REPLY, failure, null, address + " does not speak HTTP as it should");
    }

    /** Says that the server's name leads nowhere. */
    public Fault unresolved(UnknownHostException failure) {
        return fault(
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                failure,
                "is it spelt right in the endpoint, and does this machine's DNS know it? An address of its own can be given to"
                        + " the endpoint's host",
                "the name " + host + " cannot be resolved");
    }

    /**
     * Says that nobody told in time where the server's name leads.
     *
     * @param closed whether we closed the session meanwhile
     */
    public Fault unresolvedInTime(IOException failure, boolean closed) {
        if (closed) {
            return closed();
        }
        boolean late = failure instanceof SocketTimeoutException;
        return fault(
                FaultPhase.NEVER_SENT,
                ErrorKind.UNREACHABLE,
                failure,
                late
                        ? "does a name server answer on this machine? An address of its own can be given to the endpoint's host"
                        : null,
                late
                        ? "the name " + host + " was not resolved in time"
                        : "interrupted while " + host + " was resolved");
    }

    /** Says that nothing was sent because the session is closed. */
    public Fault closed() {
        return fault(
                FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE, null, null, "the session to " + address + " is closed");
    }

    /** Says that nothing was sent because the deadline is over. */
    public Fault noTimeLeft() {
        return fault(FaultPhase.NEVER_SENT, ErrorKind.DEADLINE_EXCEEDED, null, null, "no time left to ask " + address);
    }

    private static Fault fault(
            FaultPhase phase, ErrorKind kind, @Nullable Throwable cause, @Nullable String hint, String message) {
        return Fault.in(phase, kind).hint(hint).cause(cause).because(message);
    }
}
