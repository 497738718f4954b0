package io.quorate.nexenta.rest;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.net.FrontDoor;
import io.quorate.spi.net.HostPort;
import io.quorate.text.Visible;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One appliance: sends a request with a token, logs in again once when it has died, follows a job to its end, and turns what is no success
 * into a {@link Fault}. Has at most four changes under way. Thread-safe.
 */
public final class NefHost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NefHost.class);

    /** More changes at a time have corrupted an appliance's configuration (NEX-22697). */
    private static final int CHANGES = 4;

    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);
    private static final Duration LAST_POLL = Duration.ofMillis(10);
    private static final int MOST_LOST_POLLS = 3;

    private final NefHttp http;
    private final NefLogin login;
    private final QuorateRuntime runtime;
    private final QuorateRuntime.Permits changes;
    private final FrontDoor door;
    private final boolean secure;

    /**
     * @param silence how long the appliance may say nothing before a request counts as lost
     */
    public NefHost(
            Endpoint endpoint, URI address, Credentials.Basic credentials, Duration silence, QuorateRuntime runtime) {
        this.http = new NefHttp(address, endpoint.trust(), silence, runtime);
        this.login = new NefLogin(http, credentials, runtime);
        this.runtime = runtime;
        this.changes = runtime.permits(CHANGES);
        this.secure = "https".equalsIgnoreCase(address.getScheme());
        HostPort at = HostPort.of(address).or(secure ? 443 : 80);
        this.door = new FrontDoor(at.host(), at.port(), endpoint.trust(), runtime, NefHttp.HINTS);
    }

    /** Shows what the appliance shows before anybody logs in. */
    FrontDoor.Seen knock(Deadline deadline) {
        return door.look(secure, null, deadline, this::closed);
    }

    boolean secure() {
        return secure;
    }

    /** Begins a call: what belongs together, and ends by its deadline. */
    public Nef call(Deadline deadline, boolean changing) {
        return new Nef(this, runtime, deadline, changing);
    }

    String address() {
        return http.address();
    }

    /** Asks for something. */
    HttpReply read(NefRequest request, Deadline deadline) {
        return settled(request, deadline);
    }

    /** Returns the object that an answer holds. */
    JsonNode object(HttpReply reply) {
        JsonNode node = json(reply);
        if (node == null || !node.isObject()) {
            throw NefErrors.unreadable(reply, http.address());
        }
        return node;
    }

    /** Returns what an answer holds; null if it is no JSON. */
    private static @Nullable JsonNode json(HttpReply reply) {
        try {
            return reply.empty() ? null : JsonText.read(reply.body());
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Changes something and returns when it is done. A success may be empty; one that is no JSON is not the management's word. */
    void change(NefRequest request, Deadline deadline) {
        takeTurn(deadline);
        try {
            HttpReply reply = settled(request, deadline);
            if (!reply.empty() && json(reply) == null) {
                Fault unreadable = NefErrors.unreadable(reply, http.address());
                throw Fault.unanswered(unreadable.kind())
                        .hint(unreadable.hint())
                        .because(String.valueOf(unreadable.getMessage()));
            }
        } finally {
            changes.release();
        }
    }

    private void takeTurn(Deadline deadline) {
        boolean mine;
        try {
            mine = changes.acquire(deadline.remaining());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while waiting for other changes at " + http.address());
        }
        if (closed()) {
            // A change that the close has cut off may have handed us its turn.
            if (mine) {
                changes.release();
            }
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .because("the session to " + http.address() + " was closed while other changes were under way");
        }
        if (!mine) {
            throw Fault.refused(ErrorKind.BUSY)
                    .because(CHANGES + " changes of this client are under way at " + http.address());
        }
    }

    boolean closed() {
        return http.closed();
    }

    /** Returns a success, after the job if it became one. */
    private HttpReply settled(NefRequest request, Deadline deadline) {
        HttpReply reply = authorized(request, request, deadline);
        if (reply.accepted()) {
            reply = follow(request, monitor(reply), deadline);
        }
        if (!reply.succeeded()) {
            throw NefErrors.of(reply, request, http.address());
        }
        return reply;
    }

    /**
     * Sends it with a token; one that has died is renewed once.
     *
     * @param original what it is about: the answer may repeat its secrets
     */
    private HttpReply authorized(NefRequest request, NefRequest original, Deadline deadline) {
        NefLogin.Grant grant = login.grant(null, deadline);
        boolean renewed = false;
        while (true) {
            long started = runtime.nanos();
            String token = grant.token();
            HttpReply reply = http.send(request, token, deadline);
            log.debug(
                    "answered [host={} method={} path={} status={} ms={}]",
                    http.address(),
                    request.method(),
                    Visible.line(request.target()),
                    reply.status(),
                    (runtime.nanos() - started) / 1_000_000);
            if (reply.succeeded() || reply.accepted()) {
                return reply;
            }
            reply = reply.cleaned(text -> original.clean(text.replace(token, "<hidden>")));
            if (reply.status() != 401 && reply.status() != 403) {
                return reply;
            }
            String code = NefErrors.code(reply);
            // Without the appliance's word for it a change may have been carried out, whoever refuses us then.
            boolean died = NefErrors.AUTH.equals(code) || (code == null && reply.status() == 401 && !request.changes());
            if (!died) {
                throw NefErrors.of(reply, original, http.address(), request.changes());
            }
            if (renewed) {
                throw Fault.lasting(ErrorKind.ACCESS_DENIED)
                        .code(code)
                        .hint("does a proxy stand in front of the appliance, or do its clocks differ?")
                        .because(http.address() + " logs us in and refuses the token it gave");
            }
            // Another call's new token may have died, too, before it came to us: only a renewal of our own is the last.
            grant = login.grant(token, deadline);
            renewed = grant.fresh();
        }
    }

    /** Returns where a job can be watched: the link of relation monitor, on this appliance. */
    private String monitor(HttpReply accepted) {
        JsonNode answer = json(accepted);
        String href = answer == null ? null : NefPage.link(answer, "monitor");
        if (href == null) {
            throw accepted("it does not say where the job can be watched");
        }
        String own = http.own(href);
        if (own == null) {
            throw accepted("it sends us elsewhere to watch the job, where nobody goes");
        }
        return own;
    }

    private Fault accepted(String but) {
        return Fault.unanswered(ErrorKind.BAD_REPLY)
                .because(http.address() + " accepted the request as a job, but " + but);
    }

    /**
     * Watches a job until it is done and returns its answer, which is that of the original request. A pause is a fraction of what the job has
     * taken already, so its end is seen within 15 % of its length, and within two seconds where it is long.
     */
    private HttpReply follow(NefRequest original, String monitor, Deadline deadline) {
        Duration pause = FIRST_POLL;
        Duration waited = Duration.ZERO;
        int lost = 0;
        while (true) {
            pause(pause, deadline);
            waited = waited.plus(pause);
            pause = min(max(FIRST_POLL, waited.multipliedBy(15).dividedBy(100)), LONGEST_POLL);
            HttpReply reply;
            try {
                reply = authorized(NefRequest.follow(monitor), original, deadline);
                if (reply.accepted()) {
                    lost = 0;
                    continue;
                }
                if (reply.status() != 404 && !reply.succeeded()) {
                    Fault said = NefErrors.of(reply, original, http.address(), false);
                    boolean tooMany = reply.status() == 429 || reply.status() == 503;
                    if (NefErrors.code(reply) == null || (tooMany && said.phase() == FaultPhase.TRANSIENT)) {
                        // It is the look that was turned away; what becomes of the job, another tells.
                        throw said;
                    }
                }
            } catch (Fault fault) {
                // The answer to a look is lost, not the job.
                boolean lasts = fault.phase() == FaultPhase.LASTING
                        || closed()
                        || Thread.currentThread().isInterrupted();
                if (lasts || ++lost > MOST_LOST_POLLS || deadline.expired()) {
                    throw unanswered(fault);
                }
                continue;
            }
            if (reply.status() == 404) {
                // Finished jobs are forgotten after a time nobody tells; or the job ended because something is missing.
                Fault said = NefErrors.of(reply, original, http.address(), false);
                throw Fault.unanswered(ErrorKind.BAD_REPLY)
                        .code(said.code())
                        .cause(said)
                        .because("the job is not known any more, or something it needs is not there: "
                                + said.getMessage());
            }
            return reply;
        }
    }

    private void pause(Duration time, Deadline deadline) {
        Duration left = deadline.remaining();
        if (left.compareTo(LAST_POLL) <= 0) {
            throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED)
                    .hint("it goes on there; look later")
                    .because("the job at " + http.address() + " was not done in time");
        }
        try {
            runtime.sleep(min(time, left.minus(left.dividedBy(4))), this::closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.unanswered(ErrorKind.UNREACHABLE)
                    .cause(e)
                    .because("interrupted while watching a job at " + http.address());
        }
    }

    private static Fault unanswered(Fault fault) {
        // Who refuses us the look has not refused the job.
        boolean refused = fault.kind() == ErrorKind.ACCESS_DENIED || fault.kind() == ErrorKind.UNTRUSTED;
        return Fault.unanswered(refused ? ErrorKind.OUTCOME_UNKNOWN : fault.kind())
                .code(fault.code())
                .hint(fault.hint())
                .cause(fault)
                .because("the job could not be watched to its end: " + fault.getMessage());
    }

    /** Ends what is in flight and closes the connections. The token dies by itself: its time is the appliance's. */
    @Override
    public void close() {
        http.close();
        changes.close();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
