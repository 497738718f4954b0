package io.quorate.winrm.wsman;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.auth.AccountGuard.Attempt;
import io.quorate.winrm.auth.Body;
import io.quorate.winrm.auth.Challenge;
import io.quorate.winrm.auth.Leg;
import io.quorate.winrm.auth.Login;
import io.quorate.winrm.auth.LoginScheme;
import io.quorate.winrm.auth.Patience;
import io.quorate.winrm.wsman.HttpConnection.Message;
import io.quorate.winrm.wsman.HttpConnection.Physical;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way to talk to one host, with one request in flight: logs in over its {@link HttpConnection}, and seals and opens bodies where the login
 * says so. A login that belongs to a connection ends with it; then there is another one before the next request goes. Never repeats a
 * request, but for one whose login the host has forgotten and which it therefore has not let in, if TLS vouches for that word. Callers queue until their deadline.
 * Thread-safe.
 */
public final class HttpChannel {
    private static final Logger log = LoggerFactory.getLogger(HttpChannel.class);
    private static final String SOAP = "application/soap+xml;charset=UTF-8";
    private static final Body NOTHING = new Body(SOAP, new byte[0]);

    /** CredSSP, the longest of all, takes six. */
    private static final int MOST_LEGS = 10;

    /** How often a login is begun for one request before we believe that no connection lasts. */
    private static final int MOST_LOGINS = 3;

    private final HttpCarrier carrier;
    private final HttpConnection connection;
    private final LoginScheme scheme;
    private final QuorateRuntime.Permits turn;
    private final QuorateRuntime runtime;
    private @Nullable Bond bond;
    private volatile @Nullable Patience waiting;

    HttpChannel(HttpCarrier carrier, HttpConnection connection, QuorateRuntime runtime) {
        this.carrier = carrier;
        this.connection = connection;
        this.scheme = carrier.scheme();
        this.runtime = runtime;
        this.turn = runtime.permits(1);
    }

    /**
     * Posts an envelope and returns what came back, whatever its status.
     *
     * @param silence how long the server may say nothing before it counts as lost; more than the OperationTimeout
     * @param deadline when all of it must have ended, also a login before it and an answer that drips
     * @param maxAnswer the largest answer accepted, in bytes
     * @throws Fault if no complete answer came; its phase tells whether the request left
     */
    HttpAnswer post(Envelope envelope, Duration silence, Deadline deadline, int maxAnswer) {
        takeTurn(deadline);
        try {
            Body body = new Body(SOAP, envelope.bytes());
            if (envelope.action() == WsManAction.IDENTIFY) {
                return connection.exchange(here -> new Message(null, true, body, true), silence, deadline, maxAnswer);
            }
            return new Conversation(body, deadline).run(silence, deadline, maxAnswer);
        } finally {
            if (connection.closed()) {
                forget();
            }
            turn.release();
        }
    }

    private void takeTurn(Deadline deadline) {
        boolean mine;
        try {
            mine = turn.acquire(deadline.remaining());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("interrupted while waiting for the connection");
        }
        if (!mine) {
            throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED)
                    .because("the connection to " + carrier.address() + " stayed busy");
        }
    }

    private void forget() {
        Bond known = bond;
        bond = null;
        if (known != null) {
            known.attempt.ended();
            known.login.close();
        }
    }

    /** Tells whether it was closed. */
    public boolean closed() {
        return connection.closed();
    }

    /** Ends the request in flight, refuses further ones and closes the connection. */
    public void close() {
        connection.close();
        Patience login = waiting;
        if (login != null) {
            login.end();
        }
        if (turn.tryAcquire()) {
            try {
                forget();
            } finally {
                turn.release();
            }
        }
        carrier.forget(this);
    }

    /** A login and the physical connection it is good for. */
    private static final class Bond {
        private final Login login;
        private final Physical over;
        private final Attempt attempt;
        private boolean established;

        Bond(Login login, Physical over, Attempt attempt) {
            this.login = login;
            this.over = over;
            this.attempt = attempt;
        }
    }

    /** What is said and heard until one request has its answer. */
    private final class Conversation {
        private final Body request;
        private @Nullable Leg next;
        private int logins;
        private int legs;
        private boolean carried;
        private boolean alone;
        private boolean renewed;

        private final Patience patience;

        Conversation(Body request, Deadline deadline) {
            this.request = request;
            this.patience = new Patience(runtime, deadline, carrier.address());
        }

        HttpAnswer run(Duration silence, Deadline deadline, int maxAnswer) {
            HttpAnswer end = null;
            waiting = patience;
            if (connection.closed()) {
                patience.end();
            }
            try {
                while (end == null) {
                    end = heard(exchange(silence, deadline, maxAnswer));
                }
                return end;
            } catch (Fault fault) {
                judged(fault);
                throw fault;
            } finally {
                waiting = null;
                if (!scheme.perConnection()) {
                    forget();
                } else if (end == null) {
                    // Keys and counters of both sides may have come apart.
                    startAnew();
                }
            }
        }

        private HttpAnswer exchange(Duration silence, Deadline deadline, int maxAnswer) {
            carried = false;
            alone = false;
            try {
                return connection.exchange(this::say, silence, deadline, maxAnswer);
            } catch (Fault fault) {
                throw alone ? duringLogin(fault) : fault;
            }
        }

        private Fault duringLogin(Fault fault) {
            return fault.as(fault.phase())
                    .cause(fault.getCause())
                    .because("the login did not come to its end: " + fault.getMessage());
        }

        /** Says the request if this connection is logged in, else the next leg of its login. */
        private Message say(Physical here) {
            Bond current = bond;
            if (current == null || !current.over.equals(here)) {
                current = begin(here);
            }
            if (current.established) {
                carried = true;
                return new Message(null, false, sealed(current.login), true);
            }
            Leg leg = next;
            if (leg == null) {
                throw new IllegalStateException("a login without a first leg");
            }
            next = null;
            if (++legs > MOST_LEGS) {
                throw Fault.lasting(ErrorKind.ACCESS_DENIED)
                        .hint("does another program than WinRM answer there, or a proxy?")
                        .because(carrier.address() + " does not come to an end with the login: it wanted more than "
                                + MOST_LEGS + " legs");
            }
            carried = leg.carriesRequest();
            alone = !carried;
            return new Message(leg.authorization(), false, carried ? sealed(current.login) : NOTHING, carried);
        }

        private Bond begin(Physical here) {
            forget();
            if (++logins > MOST_LOGINS) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE)
                        .hint(
                                "does a proxy or a load balancer stand between, which ends or mixes connections? The login is"
                                        + " good for one connection only")
                        .because("no connection to " + carrier.address() + " lasted long enough to log in and ask");
            }
            legs = 0;
            Attempt attempt = carrier.guard().begin(patience);
            Bond fresh = null;
            try {
                Login login = scheme.begin(here.peer(), patience);
                fresh = new Bond(login, here, attempt);
                bond = fresh;
                next = login.next(List.of());
                return fresh;
            } catch (Fault fault) {
                if (fault.refusesLogin()) {
                    attempt.refused(fault);
                }
                throw fault;
            } finally {
                if (fresh == null) {
                    // What a login has begun elsewhere may go on for a while, and nobody else may try as long.
                    patience.afterwards(late -> over(attempt, late));
                }
            }
        }

        private void over(Attempt attempt, @Nullable Fault late) {
            if (late != null && late.refusesLogin()) {
                attempt.refused(late);
            }
            attempt.ended();
        }

        private Body sealed(Login login) {
            return login.seals() ? login.wrap(request) : request;
        }

        /** Takes what came back; returns it if it is the request's answer, null if there is more to say. */
        private @Nullable HttpAnswer heard(HttpAnswer answer) {
            Bond current = bond;
            if (current == null) {
                throw new IllegalStateException("an answer without a login");
            }
            List<Challenge> challenges = Challenge.in(answer.schemes());
            if (answer.status() == 401) {
                return refused(current, answer, challenges);
            }
            if (!carried && (answer.status() < 200 || answer.status() >= 300)) {
                return refusedOtherwise(answer);
            }
            if (!current.established && !current.login.accepted(challenges)) {
                throw (carried ? Fault.unanswered(ErrorKind.UNTRUSTED) : Fault.neverSent(ErrorKind.UNTRUSTED))
                        .because(carrier.address() + " let us in without proving who it is");
            }
            if (let(answer)) {
                current.attempt.succeeded();
                if (!current.established) {
                    carrier.letIn(current.login.story());
                }
            }
            current.established = scheme.perConnection();
            if (!carried) {
                log.debug("logged in [host={} legs={}]", carrier.address(), legs);
                return null;
            }
            return current.login.seals() ? answer.with(opened(current.login, answer)) : answer;
        }

        /** Goes on after an HTTP 401; returns it if that was all. */
        private @Nullable HttpAnswer refused(Bond current, HttpAnswer answer, List<Challenge> challenges) {
            if (current.established) {
                startAnew();
                if (!current.over.peer().secure()) {
                    throw Fault.unanswered(ErrorKind.UNREACHABLE)
                            .code("HTTP 401")
                            .because(carrier.address()
                                    + " answered a sealed request with an HTTP 401 that nobody vouches" + " for");
                }
                // What was logged in is not any more: the host, which TLS vouches for, has not let the request in.
                boolean again = renewed;
                renewed = true;
                return again ? answer : null;
            }
            next = current.login.next(challenges);
            if (next != null) {
                return null;
            }
            Fault fault = Refusals.of(carrier, answer, current.login, legs, challenges);
            judged(fault);
            if (scheme.perConnection()) {
                startAnew();
            }
            return answer.refused(fault);
        }

        /** Notes what stops the account, before anybody else may try it. */
        private void judged(Fault fault) {
            Bond current = bond;
            if (current != null && !current.established && fault.refusesLogin()) {
                current.attempt.refused(fault);
            }
        }

        /** Tells whether somebody has answered who knows us by now: WinRM, and nothing that stands before it. */
        private boolean let(HttpAnswer answer) {
            return answer.status() >= 200 && answer.status() < 300
                    || answer.status() == 500 && !answer.content().type().isEmpty();
        }

        /** Neither let in nor asked for more. What the body says is nobody's word: no login vouches for it. */
        private HttpAnswer refusedOtherwise(HttpAnswer answer) {
            startAnew();
            boolean says = answer.status() >= 300 && answer.status() < 500 || answer.status() == 503;
            if (!says) {
                throw Fault.neverSent(ErrorKind.BAD_REPLY)
                        .code("HTTP " + answer.status())
                        .because(carrier.address() + " answered the login with HTTP " + answer.status());
            }
            return answer.with(new Body("", new byte[0]));
        }

        private Body opened(Login login, HttpAnswer answer) {
            Body body;
            try {
                body = login.unwrap(answer.content());
            } catch (GeneralSecurityException e) {
                throw Fault.unanswered(ErrorKind.BAD_REPLY)
                        .code("HTTP " + answer.status())
                        .cause(e)
                        .because("the seal of " + carrier.address() + "'s answer is broken");
            }
            if (body == null) {
                throw Fault.unanswered(ErrorKind.BAD_REPLY)
                        .code("HTTP " + answer.status())
                        .hint("does something else than WinRM answer in its place?")
                        .because(carrier.address() + " answered HTTP " + answer.status()
                                + " without the seal that the login agreed on");
            }
            return body;
        }

        private void startAnew() {
            forget();
            connection.drop();
        }
    }
}
