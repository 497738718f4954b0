package io.quorate.winrm.wsman;

import io.quorate.Deadline;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.auth.Challenge;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends envelopes over channels and reads the replies. What a SOAP fault means for the caller is the caller's to decide, because it knows
 * what it asked: a reply with a fault is returned; everything that is no WS-Man reply is thrown.
 */
public final class WsManClient {
    private static final Logger log = LoggerFactory.getLogger(WsManClient.class);

    private final HttpCarrier carrier;

    public WsManClient(HttpCarrier carrier) {
        this.carrier = Objects.requireNonNull(carrier, "carrier");
    }

    /**
     * Sends a request once.
     *
     * @param timeout the OperationTimeout written into the envelope; the server may be silent for that long and the carrier's grace
     * @param maxEnvelope the agreed size of an envelope; twice that is taken, because servers do not count headers alike
     * @throws Fault if no WS-Man reply came; its phase tells whether the request left
     */
    public Reply send(HttpChannel channel, Envelope envelope, Duration timeout, Deadline deadline, int maxEnvelope) {
        HttpAnswer answer = channel.post(envelope, timeout.plus(carrier.grace()), deadline, 2 * maxEnvelope);
        log.trace(
                "ws-man exchange [host={} action={} message={} up={} status={} down={}]",
                carrier.address(),
                envelope.action(),
                envelope.messageId(),
                envelope.xml().length(),
                answer.status(),
                answer.body().length);
        if (answer.status() == 401) {
            throw answer.refusal() == null
                    ? Refusals.of(carrier, answer, null, 0, Challenge.in(answer.schemes()))
                    : answer.refusal();
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .answered()
                    .code("HTTP " + answer.status())
                    .hint(
                            answer.location() == null
                                    ? null
                                    : "use the address it names: " + ReplyReader.bounded(answer.location(), 300))
                    .because(carrier.address()
                            + " redirects; redirections are not followed, they could lead the password astray");
        }
        Reply reply;
        try {
            reply = ReplyReader.read(answer.body());
        } catch (MalformedReplyException e) {
            throw notSoap(answer, e);
        }
        if (!envelope.messageId().isEmpty() && !related(envelope, reply)) {
            throw Fault.unanswered(ErrorKind.BAD_REPLY)
                    .answered()
                    .because(carrier.address() + " answered another message than it was asked");
        }
        if (answer.status() != 200 && reply.fault() == null) {
            throw notSoap(answer, null);
        }
        return reply;
    }

    /** A fault raised before the message was understood may relate to nothing. */
    private static boolean related(Envelope envelope, Reply reply) {
        String relatesTo = reply.relatesTo();
        return relatesTo == null ? reply.fault() != null : relatesTo.equalsIgnoreCase(envelope.messageId());
    }

    private Fault notSoap(HttpAnswer answer, @org.jspecify.annotations.Nullable MalformedReplyException cause) {
        int status = answer.status();
        String code = "HTTP " + status;
        String message = carrier.address() + " answered HTTP " + status + " without a WS-Man message"
                + (cause != null && status == 200 ? ": " + cause.getMessage() : "");
        Fault.Draft fault = switch (status) {
            case 403 -> Fault.lasting(ErrorKind.ACCESS_DENIED);
            case 404, 405 ->
                Fault.lasting(ErrorKind.UNREACHABLE).hint("is this the WinRM port, and is the path /wsman?");
            case 400, 411, 413, 415 -> Fault.lasting(ErrorKind.REJECTED);
            case 503 -> Fault.refused(ErrorKind.UNREACHABLE).hint("the WinRM service of the host does not run");
            default -> Fault.unanswered(ErrorKind.BAD_REPLY);
        };
        return fault.answered().code(code).because(message);
    }
}
