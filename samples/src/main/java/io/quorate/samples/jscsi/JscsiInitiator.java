package io.quorate.samples.jscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.Initiator;
import io.quorate.iscsi.InitiatorFeature;
import io.quorate.iscsi.InitiatorLogin;
import io.quorate.iscsi.InitiatorSession;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Logs in with jSCSI. */
final class JscsiInitiator implements Initiator {
    private final QuorateRuntime runtime;
    private final AtomicInteger sessions = new AtomicInteger();

    JscsiInitiator(QuorateRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public List<DiscoveredTarget> discover(InitiatorLogin login, Deadline deadline) {
        throw cannot(InitiatorFeature.DISCOVERY);
    }

    @Override
    public InitiatorSession login(InitiatorLogin login, Deadline deadline) {
        Iqn target = login.target();
        if (target == null) {
            throw cannot(InitiatorFeature.DISCOVERY);
        } else if (login.chap() != null) {
            throw cannot(InitiatorFeature.CHAP);
        } else if (login.headerDigest() || login.dataDigest()) {
            throw cannot(InitiatorFeature.DIGESTS);
        } else if (login.lun() != 0) {
            throw cannot(InitiatorFeature.ANY_LUN);
        }
        InetSocketAddress address = listening(login, deadline);
        try {
            return open(login, target, address, deadline);
        } catch (Fault fault) {
            if (fault.kind() != ErrorKind.BAD_REPLY || deadline.expired()) {
                throw fault;
            }
            // jSCSI asks for the capacity at once and does not understand UNIT ATTENTION, which a target that was
            // restarted tells once.
            return open(login, target, address, deadline);
        }
    }

    private InitiatorSession open(InitiatorLogin login, Iqn target, InetSocketAddress address, Deadline deadline) {
        int number = sessions.incrementAndGet();
        return JscsiSession.open(
                login.initiator(),
                target,
                address,
                login.writable(),
                body -> runtime.thread("quorate-jscsi-" + number, body),
                deadline);
    }

    /** Looks whether somebody listens: jSCSI itself would print a stack trace and go on with nothing. */
    private InetSocketAddress listening(InitiatorLogin login, Deadline deadline) {
        InetSocketAddress address;
        try {
            address = runtime.resolve(login.portal().address(), login.portal().port());
        } catch (UnknownHostException e) {
            throw unsent(ErrorKind.UNREACHABLE, "there is no address for " + login.portal(), e);
        }
        long left = Math.min(deadline.remaining().toMillis(), Integer.MAX_VALUE);
        if (left <= 0) {
            throw unsent(ErrorKind.DEADLINE_EXCEEDED, "no time left to connect to " + login.portal(), null);
        }
        try (Socket socket = runtime.sockets().createSocket()) {
            socket.connect(address, (int) left);
            return address;
        } catch (SocketTimeoutException e) {
            throw unsent(ErrorKind.DEADLINE_EXCEEDED, "no connection to " + login.portal() + " in time", e);
        } catch (IOException e) {
            throw unsent(ErrorKind.UNREACHABLE, "no connection to " + login.portal() + ": " + e.getMessage(), e);
        }
    }

    static Fault cannot(InitiatorFeature feature) {
        return unsent(ErrorKind.UNSUPPORTED, "jSCSI cannot do " + feature, null);
    }

    static Fault unsent(ErrorKind kind, String message, @Nullable Throwable cause) {
        return Fault.neverSent(kind).cause(cause).because(message);
    }
}
