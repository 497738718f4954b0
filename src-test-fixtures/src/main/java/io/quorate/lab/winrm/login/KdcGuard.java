package io.quorate.lab.winrm.login;

import io.quorate.lab.model.AccountState;
import io.quorate.lab.model.Accounts;
import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a key distribution centre one of a directory (RFC 4120): it knows what has become of accounts, counts wrong passwords with all the
 * others, and tells it with the codes of Windows.
 */
final class KdcGuard {
    /** KDC_ERR_CLIENT_REVOKED: disabled, expired or locked out. */
    private static final int REVOKED = 18;

    /** KDC_ERR_KEY_EXPIRED: the password must be changed. */
    private static final int MUST_CHANGE = 23;

    /** KDC_ERR_PREAUTH_FAILED: the password is wrong; Kerby has another code for that. */
    private static final int WRONG_PASSWORD = 24;

    private static final int INTEGRITY = 31;
    private static final int AS_REQ = 10;
    private static final int AS_REP = 11;
    private static final int KRB_ERROR = 30;
    private static final int TIMESTAMP = 2;
    private static final int TIME = 0x18;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String realm;
    private final Accounts accounts;
    private final Supplier<Instant> now;

    KdcGuard(String realm, Accounts accounts, Supplier<Instant> now) {
        this.realm = realm;
        this.accounts = accounts;
        this.now = now;
    }

    /** What an account asks for: its first ticket. */
    private record Asked(Accounts.Known known, boolean proven) {}

    /** Returns what is to be said in place of passing a request on; null to pass it on. */
    byte @Nullable [] before(byte[] request) {
        Asked asked = asked(request);
        if (asked == null) {
            return null;
        }
        AccountState state = accounts.state(asked.known());
        return state.disabled() || state.expired() || state.lockedOut() ? error(REVOKED) : null;
    }

    /** Returns what is to be said in place of an answer, or the answer. */
    byte[] after(byte[] request, byte[] answer) {
        Asked asked = asked(request);
        if (asked == null || !asked.proven()) {
            return answer;
        }
        boolean right = answer.length > 0 && (answer[0] & 0xFF) == Der.application(AS_REP);
        int code = right ? 0 : code(answer);
        if (!right && code != WRONG_PASSWORD && code != INTEGRITY) {
            return answer;
        }
        return switch (accounts.tried(asked.known(), right)) {
            case WELCOME -> answer;
            case WRONG_PASSWORD -> error(WRONG_PASSWORD);
            case MUST_CHANGE -> error(MUST_CHANGE);
            case LOCKED_OUT, DISABLED, EXPIRED -> error(REVOKED);
        };
    }

    private @Nullable Asked asked(byte[] request) {
        if (request.length == 0 || (request[0] & 0xFF) != Der.application(AS_REQ)) {
            return null;
        }
        try {
            Der.Reader in =
                    new Der.Reader(request).enter(Der.application(AS_REQ)).enter(Der.SEQUENCE);
            boolean proven = false;
            while (in.more() && !in.next(Der.context(4))) {
                if (in.next(Der.context(3))) {
                    Der.Reader list = in.enter(Der.context(3)).enter(Der.SEQUENCE);
                    while (list.more()) {
                        proven |= list.enter(Der.SEQUENCE).enter(Der.context(1)).integer() == TIMESTAMP;
                    }
                } else {
                    in.whole();
                }
            }
            Der.Reader body = in.enter(Der.context(4)).enter(Der.SEQUENCE);
            Der.Reader name = DerFields.to(body, 1).enter(Der.SEQUENCE);
            String user = DerFields.to(name, 1).enter(Der.SEQUENCE).text(Der.GENERAL_STRING);
            Optional<Accounts.Known> known = accounts.find("", realm, user);
            return known.isEmpty() ? null : new Asked(known.get(), proven);
        } catch (TokenException e) {
            return null;
        }
    }

    private static int code(byte[] answer) {
        try {
            Der.Reader in =
                    new Der.Reader(answer).enter(Der.application(KRB_ERROR)).enter(Der.SEQUENCE);
            return (int) DerFields.to(in, 6).integer();
        } catch (TokenException e) {
            return 0;
        }
    }

    private byte[] error(int code) {
        byte[] time = FORMAT.format(now.get()).getBytes(StandardCharsets.US_ASCII);
        byte[] service = Der.sequence(text("krbtgt"), text(realm));
        return Der.value(
                Der.application(KRB_ERROR),
                Der.sequence(
                        Der.value(Der.context(0), Der.integer(5)),
                        Der.value(Der.context(1), Der.integer(KRB_ERROR)),
                        Der.value(Der.context(4), Der.value(TIME, time)),
                        Der.value(Der.context(5), Der.integer(0)),
                        Der.value(Der.context(6), Der.integer(code)),
                        Der.value(Der.context(9), text(realm)),
                        Der.value(
                                Der.context(10),
                                Der.sequence(
                                        Der.value(Der.context(0), Der.integer(2)),
                                        Der.value(Der.context(1), service)))));
    }

    private static byte[] text(String text) {
        return Der.value(Der.GENERAL_STRING, text.getBytes(StandardCharsets.US_ASCII));
    }
}
