package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.iscsi.machine.LoginMachine;
import io.quorate.iscsi.machine.LoginPlan;
import io.quorate.iscsi.machine.LoginStep;
import io.quorate.iscsi.machine.SessionMachine;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.net.Interrupts;
import io.quorate.spi.net.Logins;
import io.quorate.text.Visible;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quorate's own initiator: the machines on a blocking socket, on the caller's thread. A login follows at most two redirections. Until the
 * login is done nothing of a command has left, so its faults are of phase {@code NEVER_SENT} unless the target refused.
 */
final class QuorateInitiator implements Initiator {
    private static final Logger log = LoggerFactory.getLogger(QuorateInitiator.class);
    private static final int MAX_REDIRECTIONS = 2;
    private static final int CHALLENGE = 16;

    private final QuorateRuntime runtime;
    private final WriteGuard guard;
    private final RestingConnections resting;
    /** The challenges of logins under way: a target that sends one of them back plays us against ourselves. */
    private final Set<String> challenges = ConcurrentHashMap.newKeySet();

    QuorateInitiator(QuorateRuntime runtime) {
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.guard = new WriteGuard(runtime);
        this.resting = new RestingConnections(runtime);
    }

    @Override
    public List<DiscoveredTarget> discover(InitiatorLogin login, Deadline deadline) {
        Connection connection = connect(login, null, deadline);
        try (QuorateSession session = new QuorateSession(connection, login, null, false, deadline)) {
            return session.discover(deadline);
        }
    }

    @Override
    public InitiatorSession login(InitiatorLogin login, Deadline deadline) {
        Iqn target = Objects.requireNonNull(login.target(), "target");
        return new QuorateSession(connect(login, target, deadline), login, null, false, deadline);
    }

    /** A connection that rests is taken as it is: what is asked for first tells whether it still lives. */
    @Override
    public InitiatorSession session(InitiatorLogin login, Deadline deadline) {
        Iqn target = Objects.requireNonNull(login.target(), "target");
        RestingConnections.Key key = RestingConnections.Key.of(login);
        QuorateSession.Source source = new QuorateSession.Source() {
            @Override
            public Connection again(Deadline until) {
                if (guard.isClosed()) {
                    throw Fault.neverSent(ErrorKind.UNREACHABLE)
                            .because("login to " + target + ": the client was closed");
                }
                return connect(login, target, until);
            }

            @Override
            public void back(Connection connection, Duration left) {
                if (!connection.machine.idle()) {
                    connection.abandon(); // whoever comes next is not to meet what was left behind
                } else if (!resting.keep(key, connection)) {
                    connection.logOut(left);
                }
            }
        };
        Connection rested = resting.take(key);
        return rested == null
                ? new QuorateSession(connect(login, target, deadline), login, source, false, deadline)
                : new QuorateSession(rested, login, source, true, deadline);
    }

    /** Who rests is logged out first: nobody hears it who is cut. */
    @Override
    public void close() {
        resting.close();
        guard.close();
    }

    private Connection connect(InitiatorLogin login, @Nullable Iqn target, Deadline deadline) {
        Credentials.Chap chap = login.chap();
        if (chap != null && chap.targetSecret() != null && equal(chap.secret(), chap.targetSecret())) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .hint("give the target another secret than the initiator (RFC 7143 12.1.3)")
                    .because("the same CHAP secret for both directions: a target could answer with our own response");
        }
        Portal portal = login.portal();
        for (int redirections = 0; ; redirections++) {
            Attempt attempt = new Attempt(login, target, portal, deadline);
            LoginStep end = attempt.run();
            if (end instanceof LoginStep.Done done && attempt.wire != null) {
                SessionMachine machine = new SessionMachine(done.parameters());
                attempt.wire.negotiated(done.parameters(), machine);
                log.debug("logged in [portal={}, target={}, agreed={}]", portal, target, done.parameters());
                return new Connection(runtime, attempt.wire, machine, target, portal);
            }
            if (!(end instanceof LoginStep.Redirected redirected)) {
                throw attempt.refusal(end);
            }
            log.debug(
                    "redirected [portal={}, target={}, to={}]",
                    portal,
                    target,
                    Visible.line(redirected.portal().toString()));
            if (redirections == MAX_REDIRECTIONS) {
                throw Fault.lasting(ErrorKind.REJECTED)
                        .code(redirected.permanently() ? "login 1/2" : "login 1/1")
                        .because(attempt.what + ": redirected more than " + MAX_REDIRECTIONS + " times");
            }
            portal = redirected.portal();
        }
    }

    private static boolean equal(Secret one, Secret other) {
        char[] a = Logins.reveal(one);
        char[] b = Logins.reveal(other);
        try {
            return Arrays.equals(a, b);
        } finally {
            Arrays.fill(a, '\0');
            Arrays.fill(b, '\0');
        }
    }

    /** A login to one portal. */
    private final class Attempt {
        private final InitiatorLogin login;
        private final @Nullable Iqn target;
        private final Portal portal;
        private final Deadline deadline;
        private final String what;
        private @Nullable Wire wire;

        Attempt(InitiatorLogin login, @Nullable Iqn target, Portal portal, Deadline deadline) {
            this.login = login;
            this.target = target;
            this.portal = portal;
            this.deadline = deadline;
            this.what = (target == null ? "discovery" : "login to " + target) + " at " + portal + " as "
                    + login.initiator();
        }

        /** Returns how it ended; the wire stays open if it is done. */
        LoginStep run() {
            byte[] challenge = new byte[CHALLENGE];
            runtime.random().nextBytes(challenge);
            String issued = HexFormat.of().formatHex(challenge);
            challenges.add(issued);
            LoginStep end = null;
            try {
                end = run(new LoginMachine(new LoginPlan(
                        login.initiator(),
                        target,
                        login.chap(),
                        login.headerDigest(),
                        login.dataDigest(),
                        0x80L << 40 | runtime.random().nextLong() & 0xff_ffff_ffffL,
                        runtime.random().nextInt() & 0x7fffffff,
                        runtime.random().nextInt(),
                        challenge,
                        runtime.random().nextInt() & 0xff,
                        sent -> challenges.contains(HexFormat.of().formatHex(sent)))));
                return end;
            } finally {
                challenges.remove(issued);
                if (!(end instanceof LoginStep.Done) && wire != null) {
                    wire.close();
                }
            }
        }

        private LoginStep run(LoginMachine machine) {
            try {
                wire = Wire.connect(runtime, portal, guard, deadline);
            } catch (SocketTimeoutException e) {
                throw unsent(ErrorKind.DEADLINE_EXCEEDED, "no connection in the time given", e);
            } catch (IOException e) {
                throw unsent(ErrorKind.UNREACHABLE, told(e), e);
            }
            try (Interrupts.Request listening = wire.listen()) {
                Pdu request = machine.begin();
                while (true) {
                    wire.send(request, deadline);
                    LoginStep step = machine.receive(wire.receive(deadline));
                    if (!(step instanceof LoginStep.Send send)) {
                        return step;
                    }
                    request = send.pdu();
                }
            } catch (SocketTimeoutException e) {
                throw unsent(ErrorKind.DEADLINE_EXCEEDED, "the target did not answer in the time given", e);
            } catch (IOException e) {
                throw unsent(ErrorKind.UNREACHABLE, String.valueOf(e.getMessage()), e);
            } catch (IscsiProtocolException e) {
                throw Fault.lasting(ErrorKind.BAD_REPLY).cause(e).because(what + ": " + e.getMessage());
            }
        }

        private static String told(IOException e) {
            String message = e.getMessage();
            return message != null && e.getClass() == IOException.class ? message : e.toString();
        }

        private Fault unsent(ErrorKind kind, String why, Throwable cause) {
            return Fault.neverSent(kind).cause(cause).because(what + ": " + why);
        }

        Fault refusal(LoginStep end) {
            if (end instanceof LoginStep.Distrusted distrusted) {
                return Fault.lasting(ErrorKind.UNTRUSTED)
                        .code(distrusted.code())
                        .hint("look at the CHAP settings of the target and of this endpoint")
                        .because(what + ": " + distrusted.reason());
            }
            LoginStep.Refused refused = (LoginStep.Refused) end;
            int detail = refused.statusDetail();
            if (refused.statusClass() == 3) {
                return refusal(refused, FaultPhase.REFUSED, ErrorKind.BUSY, "the target cannot serve it now", null);
            }
            return switch (detail) {
                case 1 ->
                    refusal(
                            refused,
                            FaultPhase.LASTING,
                            ErrorKind.ACCESS_DENIED,
                            "the target does not accept who we are",
                            "look at the CHAP name and secret, and whether the target demands CHAP at all");
                case 2 ->
                    refusal(
                            refused,
                            FaultPhase.LASTING,
                            ErrorKind.ACCESS_DENIED,
                            "the target does not let this initiator in",
                            "look whether the initiator's name is among those that the target accepts");
                case 3, 4 -> refusal(refused, FaultPhase.LASTING, ErrorKind.NOT_FOUND, "there is no such target", null);
                case 6 ->
                    refusal(refused, FaultPhase.REFUSED, ErrorKind.BUSY, "the target takes no more connections", null);
                default -> refusal(refused, FaultPhase.LASTING, ErrorKind.REJECTED, "the target refused", null);
            };
        }

        private Fault refusal(
                LoginStep.Refused refused, FaultPhase phase, ErrorKind kind, String why, @Nullable String hint) {
            Fault.Draft fault =
                    Fault.in(phase, kind).answered().code(refused.code()).hint(hint);
            return (refused.statusDetail() == 1 && refused.statusClass() == 2 ? fault.refusingLogin() : fault)
                    .because(what + ": " + why);
        }
    }
}
