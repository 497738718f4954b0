package io.quorate.nexenta.rest;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the token of one appliance. Whoever finds none, or a dead one, logs in; who comes meanwhile waits for that log-in instead of
 * making another. A refused log-in is never repeated: it counts towards the lock-out. Thread-safe; no lock is held while logging in.
 */
final class NefLogin {
    private static final Logger log = LoggerFactory.getLogger(NefLogin.class);
    private static final int LONGEST_TOKEN = 16_384;

    private final NefHttp http;
    private final Credentials.Basic credentials;
    private final QuorateRuntime runtime;
    private final Object lock = new Object();
    private @Nullable String token;
    private @Nullable Running running;

    NefLogin(NefHttp http, Credentials.Basic credentials, QuorateRuntime runtime) {
        this.http = http;
        this.runtime = runtime;
        this.credentials = credentials;
    }

    /**
     * A token to use.
     *
     * @param fresh whether it was made for this request, alone or with others
     */
    record Grant(String token, boolean fresh) {
        @Override
        public String toString() {
            return "Grant[<hidden>]";
        }
    }

    /**
     * Returns a token, the kept one if it is not the dead one.
     *
     * @param dead the token the appliance refused; null at first
     * @throws Fault of a phase that says that nothing but the log-in was sent
     */
    Grant grant(@Nullable String dead, Deadline deadline) {
        while (true) {
            Running login;
            boolean mine = false;
            synchronized (lock) {
                if (token != null && !token.equals(dead)) {
                    return new Grant(token, false);
                }
                token = null;
                if (running == null) {
                    running = new Running(runtime.permits(0));
                    mine = true;
                }
                login = running;
            }
            if (mine) {
                return new Grant(lead(login, deadline), true);
            }
            String joined = join(login, deadline);
            if (joined != null) {
                return new Grant(joined, true);
            }
        }
    }

    private String lead(Running login, Deadline deadline) {
        String made = null;
        Throwable failure = null;
        try {
            made = logIn(deadline);
            return made;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            synchronized (lock) {
                token = made;
                running = null;
            }
            login.end(made, failure);
        }
    }

    /** Waits for another's log-in; returns nothing if that one gave up for a reason of its own. */
    private @Nullable String join(Running login, Deadline deadline) {
        boolean ended;
        try {
            ended = login.awaitEnd(deadline.remaining());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while waiting for the log-in to " + http.address());
        }
        if (!ended) {
            throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED)
                    .because("no time left to wait for the log-in to " + http.address());
        }
        if (login.failure instanceof Fault fault && fault.phase() == FaultPhase.LASTING) {
            throw fault.as(fault.phase()).because(String.valueOf(fault.getMessage()));
        }
        return login.made;
    }

    /** A log-in under way, for which others wait. */
    private static final class Running {
        private final QuorateRuntime.Permits ended;
        private volatile @Nullable String made;
        private volatile @Nullable Throwable failure;

        Running(QuorateRuntime.Permits ended) {
            this.ended = ended;
        }

        void end(@Nullable String token, @Nullable Throwable why) {
            made = token;
            failure = why;
            ended.release();
        }

        boolean awaitEnd(Duration atMost) throws InterruptedException {
            boolean over = ended.acquire(atMost);
            if (over) {
                // The next one that waits needs it, too.
                ended.release();
            }
            return over;
        }
    }

    private String logIn(Deadline deadline) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("username", credentials.username());
        body.put("password", credentials.password());
        NefRequest request = NefRequest.post("auth", "login").body(body);
        try {
            HttpReply reply = http.send(request, null, deadline);
            log.debug("logged in [host={} status={}]", http.address(), reply.status());
            if (!reply.succeeded()) {
                throw refused(NefErrors.of(reply.cleaned(request::clean), request, http.address(), false));
            }
            return token(reply);
        } catch (Fault fault) {
            throw beforeSending(fault);
        }
    }

    /** A log-in asks for nothing but itself: what denies access to it refuses it. */
    private static Fault refused(Fault fault) {
        return fault.kind() == ErrorKind.ACCESS_DENIED
                ? fault.as(fault.phase()).cause(null).refusingLogin().because(String.valueOf(fault.getMessage()))
                : fault;
    }

    private String token(HttpReply reply) {
        try {
            JsonNode answer = JsonText.read(reply.body());
            JsonNode made = answer.isObject() ? answer.get("token") : null;
            String text = made != null && made.isString() ? made.stringValue() : "";
            // It becomes a header: what a header cannot hold is no token.
            if (!text.isEmpty()
                    && text.length() <= LONGEST_TOKEN
                    && text.chars().allMatch(c -> c > ' ' && c < 127)) {
                return text;
            }
        } catch (JacksonException e) {
            throw NefErrors.unreadable(reply, http.address());
        }
        throw NefErrors.unreadable(reply, http.address());
    }

    /** Whatever happened to the log-in, the request itself was not sent. */
    private static Fault beforeSending(Fault fault) {
        if (fault.phase() == FaultPhase.LASTING || fault.phase() == FaultPhase.TRANSIENT) {
            return fault;
        }
        return Fault.neverSent(fault.kind() == ErrorKind.DEADLINE_EXCEEDED ? ErrorKind.UNREACHABLE : fault.kind())
                .code(fault.code())
                .hint(fault.hint())
                .cause(fault)
                .because("while logging in: " + fault.getMessage());
    }
}
