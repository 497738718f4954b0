package io.quorate.spi.net;

import io.quorate.spi.Fault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ietf.jgss.GSSException;

/**
 * Why Kerberos did not work, by codes: the JDK writes those of RFC 4120, 7.5.9 in parentheses into the messages of its own exceptions, in every
 * language alike; where there is none, the class of the exception tells.
 *
 * @param code of RFC 4120; 0 where there is none
 * @param said what the JDK or the controller says
 */
public record KerberosFailure(Kind kind, int code, String said) {
    /** What failed. */
    public enum Kind {
        /** The domain controller, or the host, answered with a code. */
        CODE,
        /** What the controller sent cannot be opened with the key at hand. */
        WRONG_KEY,
        /** No controller answers. */
        NO_CONTROLLER,
        /** Nobody knows where the realm's controllers are. */
        NO_REALM,
        /** There is no ticket, and nothing to get one with. */
        NO_TICKET
    }

    public static final int CLIENT_UNKNOWN = 6;
    public static final int SERVER_UNKNOWN = 7;
    public static final int POLICY = 12;
    public static final int NO_ENCRYPTION_TYPE = 14;
    public static final int REVOKED = 18;
    public static final int PASSWORD_EXPIRED = 23;
    public static final int PASSWORD_WRONG = 24;
    public static final int INTEGRITY = 31;
    public static final int TICKET_EXPIRED = 32;
    public static final int CLOCK_SKEW = 37;
    public static final int WRONG_ACCOUNT = 41;

    /** The JDK's own: no way leads from our realm to the host's. */
    private static final int NO_PATH = 63;

    private static final int GENERIC = 60;
    private static final int WRONG_REALM = 68;

    private static final Set<String> OTHER_WAYS = Stream.of(
                    new KerberosFailure(Kind.NO_CONTROLLER, 0, ""),
                    new KerberosFailure(Kind.NO_REALM, 0, ""),
                    new KerberosFailure(Kind.NO_TICKET, 0, ""),
                    code(SERVER_UNKNOWN))
            .map(KerberosFailure::asCode)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern CODE = Pattern.compile("\\((\\d{1,3})\\)");

    /** Reads what the JDK has thrown. */
    public static KerberosFailure of(Throwable thrown) {
        Throwable last = thrown;
        boolean internal = false;
        boolean broken = false;
        for (Throwable each = thrown; each != null && each.getCause() != each; each = each.getCause()) {
            String name = each.getClass().getName();
            if (name.startsWith("sun.security.krb5.")) {
                Matcher matcher = CODE.matcher(String.valueOf(each.getMessage()));
                if (matcher.find()) {
                    int code = Integer.parseInt(matcher.group(1));
                    // What the JDK says by itself is a cause of an exception without a code: nobody has answered.
                    return internal && code == GENERIC
                            ? new KerberosFailure(Kind.NO_REALM, code, text(each))
                            : answered(code, text(each));
                }
                internal = true;
                broken |= name.endsWith("KrbCryptoException");
                last = each;
            } else if (each instanceof IOException && !name.startsWith("sun.")) {
                return new KerberosFailure(Kind.NO_CONTROLLER, 0, text(each));
            } else if (each instanceof GeneralSecurityException && internal) {
                broken = true;
            }
        }
        Kind kind = broken ? Kind.WRONG_KEY : internal ? Kind.NO_REALM : Kind.NO_TICKET;
        return new KerberosFailure(kind, 0, text(last));
    }

    private static KerberosFailure answered(int code, String said) {
        boolean unknownWay = code == NO_PATH || code == WRONG_REALM;
        return new KerberosFailure(unknownWay ? Kind.NO_REALM : Kind.CODE, code, said);
    }

    /** A host's answer. */
    public static KerberosFailure code(int code) {
        return new KerberosFailure(Kind.CODE, code, "error " + code);
    }

    private static String text(Throwable thrown) {
        String message = thrown instanceof GSSException gss && gss.getMinorString() != null
                ? gss.getMinorString()
                : thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : message.strip();
    }

    /** Tells whether the account itself was refused. Not so where a controller, a realm or a service is missing, or a clock is wrong. */
    public boolean refusesAccount() {
        return kind == Kind.WRONG_KEY
                || kind == Kind.CODE
                        && switch (code) {
                            case CLIENT_UNKNOWN, POLICY, REVOKED, PASSWORD_EXPIRED, PASSWORD_WRONG, INTEGRITY -> true;
                            default -> false;
                        };
    }

    /** Tells whether a fault made of a failure says that nobody has looked at the password, so that another way to log in may do. */
    public static boolean leavesAnotherWay(Fault fault) {
        return fault.code() != null && OTHER_WAYS.contains(fault.code());
    }

    /** Returns the code as faults have it. */
    public String asCode() {
        return kind == Kind.CODE
                ? "Kerberos " + code
                : "Kerberos " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
