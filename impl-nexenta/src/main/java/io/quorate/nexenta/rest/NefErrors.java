package io.quorate.nexenta.rest;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an answer that is no success means. Decided by the appliance's code; the status that comes with a code is not fixed, and messages
 * are for people. That a change was not begun is proved by the codes that refuse it alone: a failure inside, a code nobody has listed, and
 * whatever has none and may come from something in between, leave open what became of it.
 */
final class NefErrors {
    static final String AUTH = "EAUTH";
    static final String LICENSE = "ELICENSE";
    static final String EXISTS = "EEXIST";
    static final String MISSING = "ENOENT";
    static final String BAD_ARGUMENT = "EBADARG";
    private static final String FAILED = "EFAILED";

    private static final int LONGEST = 500;
    private static final String SICK =
            "the appliance's management may be sick while iSCSI still serves: look whether its service nef is up";

    private record Meaning(
            ErrorKind kind, FaultPhase phase, @Nullable String hint) {}

    private static final Map<String, Meaning> CODES = new TreeMap<>();

    static {
        lasting(AUTH, ErrorKind.ACCESS_DENIED, "are user name and password right? The account may also be locked");
        lasting(LICENSE, ErrorKind.REJECTED, "the appliance's licence has expired; logging in again is of no use");
        lasting("EACCES", ErrorKind.ACCESS_DENIED, "the account needs the rights of an administrator");
        lasting("EPERM", ErrorKind.ACCESS_DENIED, "the account needs the rights of an administrator");
        lasting(MISSING, ErrorKind.NOT_FOUND, null);
        lasting(EXISTS, ErrorKind.CONFLICT, null);
        lasting(BAD_ARGUMENT, ErrorKind.REJECTED, null);
        lasting("EINVAL", ErrorKind.REJECTED, null);
        lasting("ENOSPC", ErrorKind.REJECTED, "the pool has no room; free some, or make the volume thin");
        lasting("EDQUOT", ErrorKind.REJECTED, "a quota is used up");
        lasting("ENOTSUP", ErrorKind.UNSUPPORTED, "this version of the appliance cannot do it");
        lasting(FAILED, ErrorKind.REJECTED, "the appliance failed inside; its log of nef may tell why");
        passing("EBUSY", "it is in use, or another change of it is under way");
        passing("EAGAIN", null);
    }

    private NefErrors() {}

    private static void lasting(String code, ErrorKind kind, @Nullable String hint) {
        CODES.put(code, new Meaning(kind, FaultPhase.LASTING, hint));
    }

    private static void passing(String code, @Nullable String hint) {
        CODES.put(code, new Meaning(ErrorKind.BUSY, FaultPhase.TRANSIENT, hint));
    }

    /** Returns the appliance's code of an answer; null if it has none. */
    static @Nullable String code(HttpReply reply) {
        JsonNode error = error(reply);
        return error == null ? null : text(error, "code");
    }

    private static @Nullable JsonNode error(HttpReply reply) {
        if (reply.empty() || reply.html()) {
            return null;
        }
        try {
            JsonNode node = JsonText.read(reply.body());
            return node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    /** Says what an answer that is neither success nor acceptance means. */
    static Fault of(HttpReply reply, NefRequest request, String address) {
        return of(reply, request, address, request.changes());
    }

    /**
     * Says what an answer means that is neither success nor acceptance.
     *
     * @param request what it is about: the answer may repeat its secrets
     * @param changes whether it answers what changes something
     */
    static Fault of(HttpReply reply, NefRequest request, String address, boolean changes) {
        if (reply.redirects()) {
            return Fault.in(doubtful(changes, FaultPhase.LASTING), ErrorKind.BAD_REPLY)
                    .answered()
                    .hint("give the endpoint the address of the appliance itself")
                    .because(address + " sent us elsewhere (HTTP " + reply.status() + "), where nobody goes");
        }
        JsonNode error = error(reply);
        String code = error == null ? null : text(error, "code");
        if (error == null || code == null) {
            return withoutCode(reply, address, changes);
        }
        String message = text(error, "message");
        String said = shortened(request.clean(code)) + " (HTTP " + reply.status() + ")"
                + (message == null ? "" : ": " + shortened(request.clean(message)));
        Meaning meaning = CODES.get(code);
        boolean refuses = meaning != null && !code.equals(FAILED);
        if (meaning == null) {
            meaning = reply.status() == 503 || reply.status() == 429
                    ? new Meaning(ErrorKind.BUSY, FaultPhase.TRANSIENT, null)
                    : new Meaning(ErrorKind.REJECTED, FaultPhase.LASTING, null);
        }
        return Fault.in(refuses ? meaning.phase() : doubtful(changes, meaning.phase()), meaning.kind())
                .answered()
                .code(shortened(request.clean(code)))
                .hint(meaning.hint())
                .because(said);
    }

    private static FaultPhase doubtful(boolean changes, FaultPhase otherwise) {
        return changes ? FaultPhase.UNANSWERED : otherwise;
    }

    /** An error page or an empty answer comes from in front of the management: whether it did anything nobody knows. */
    private static Fault withoutCode(HttpReply reply, String address, boolean changes) {
        String what = reply.empty() ? "nothing" : reply.html() ? "an HTML page" : "no error of its own";
        boolean refused = reply.status() == 401 || reply.status() == 403;
        boolean answered = reply.status() < 500 && !changes;
        return Fault.in(
                        answered ? FaultPhase.LASTING : FaultPhase.UNANSWERED,
                        refused ? ErrorKind.ACCESS_DENIED : ErrorKind.BAD_REPLY)
                .answered()
                .hint(refused ? "are user name and password right, and is it the appliance that answers?" : SICK)
                .because(address + " answered HTTP " + reply.status() + " with " + what);
    }

    /** Says that a success's body cannot be read. What cannot is not repeated, nor is the parser's word of it: it may be a token. */
    static Fault unreadable(HttpReply reply, String address) {
        boolean html = reply.html();
        return Fault.in(html ? FaultPhase.TRANSIENT : FaultPhase.LASTING, ErrorKind.BAD_REPLY)
                .hint(SICK)
                .because(address + " answered HTTP " + reply.status() + " with "
                        + (reply.empty() ? "nothing" : html ? "an HTML page" : "something else than JSON")
                        + " where an object was expected");
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
