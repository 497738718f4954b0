package io.quorate.spi.net;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's credentials as its scheme takes them. What makes no sense there is refused with an {@link IllegalArgumentException} before anything is
 * sent; none of them repeats what it refuses.
 */
public final class Logins {
    private Logins() {}

    /**
     * Returns user name and password; null if the endpoint has no credentials.
     *
     * @throws IllegalArgumentException if they are for another way to log in, or are no user name and password
     */
    public static Credentials.@Nullable Basic basic(Endpoint endpoint) {
        Credentials credentials = endpoint.credentials();
        if (credentials == null) {
            return null;
        }
        if (!(credentials instanceof Credentials.Basic basic)) {
            throw wrong(
                    endpoint,
                    endpoint.scheme() + " logs in with a user name and a password; use Credentials.basic(..)");
        }
        name(endpoint, "user name", basic.username());
        if (basic.username().indexOf(':') >= 0) {
            throw wrong(endpoint, "a user name holds no colon: what follows it would be taken for the password");
        }
        secret(endpoint, "password", basic.password());
        return basic;
    }

    /**
     * Returns credentials that log in to Windows; null if the endpoint has none. What they hold is looked at, but not whether files can be read.
     *
     * @throws IllegalArgumentException if they are for another kind of server, or hold no user name or secret where there must be one
     */
    public static @Nullable Credentials windows(Endpoint endpoint) {
        Credentials credentials = endpoint.credentials();
        if (credentials instanceof Credentials.Basic) {
            return basic(endpoint);
        }
        if (credentials instanceof Credentials.Chap) {
            throw wrong(
                    endpoint,
                    endpoint.scheme() + " does not log in with CHAP; use Credentials.domain(..) or basic(..)");
        }
        if (credentials instanceof Credentials.Domain domain) {
            name(endpoint, "user name", domain.username());
            if (domain.username().indexOf('\\') < 0 && domain.username().indexOf('@') < 0) {
                throw wrong(
                        endpoint,
                        "a domain account's name is DOMAIN\\user or user@realm; without a domain use"
                                + " Credentials.ntlm(..)");
            }
            secret(endpoint, "password", domain.password());
        } else if (credentials instanceof Credentials.Ntlm ntlm) {
            name(endpoint, "user name", ntlm.username());
            secret(endpoint, "password", ntlm.password());
        } else if (credentials instanceof Credentials.CredSsp credSsp) {
            name(endpoint, "user name", credSsp.username());
            secret(endpoint, "password", credSsp.password());
        } else if (credentials instanceof Credentials.Kerberos kerberos) {
            if (kerberos.principal() != null) {
                name(endpoint, "principal", kerberos.principal());
            }
            if (kerberos.tickets() instanceof Credentials.Tickets.Password password) {
                secret(endpoint, "password", password.password());
            }
        } else if (credentials instanceof Credentials.Certificate certificate && certificate.password() != null) {
            secret(endpoint, "password", certificate.password());
        }
        return credentials;
    }

    /**
     * Returns CHAP names and secrets; null if the endpoint has no credentials.
     *
     * @throws IllegalArgumentException if they are for another way to log in, or are no names and secrets
     */
    public static Credentials.@Nullable Chap chap(Endpoint endpoint) {
        Credentials credentials = endpoint.credentials();
        if (credentials == null) {
            return null;
        }
        if (!(credentials instanceof Credentials.Chap chap)) {
            throw wrong(endpoint, "iSCSI logs in with CHAP or without credentials; use Credentials.chap(..)");
        }
        name(endpoint, "CHAP name", chap.user());
        secret(endpoint, "CHAP secret", chap.secret());
        if (chap.targetUser() != null && chap.targetSecret() != null) {
            name(endpoint, "target's CHAP name", chap.targetUser());
            secret(endpoint, "target's CHAP secret", chap.targetSecret());
        }
        return chap;
    }

    /**
     * Tells whether an account is a domain's, so that what one host says to its log-in, all would say and count towards its lock-out:
     * {@code DOM\\user} and {@code user@domain} are, and whoever logs in by Kerberos; {@code .\\user}, {@code HOST\\user} and a bare name are a
     * host's own, and so is what a certificate is mapped to.
     *
     * @param isHost tells whether a name is one of the endpoint's hosts
     */
    public static boolean isDomains(@Nullable Credentials credentials, Predicate<String> isHost) {
        if (credentials instanceof Credentials.Kerberos) {
            return true;
        }
        String user = userOf(credentials);
        if (user == null) {
            return false;
        }
        int backslash = user.indexOf('\\');
        String where = backslash >= 0 ? user.substring(0, backslash) : user.substring(user.lastIndexOf('@') + 1);
        boolean bare = where.equals(user);
        return !bare && !where.isEmpty() && !where.equals(".") && !isHost.test(where);
    }

    private static @Nullable String userOf(@Nullable Credentials credentials) {
        if (credentials instanceof Credentials.Basic basic) {
            return basic.username();
        }
        if (credentials instanceof Credentials.Domain domain) {
            return domain.username();
        }
        if (credentials instanceof Credentials.Ntlm ntlm) {
            return ntlm.username();
        }
        return credentials instanceof Credentials.CredSsp credSsp ? credSsp.username() : null;
    }

    /**
     * Returns a copy of a secret's characters; wipe it afterwards.
     *
     * @throws Fault that says that nothing was sent, if the secret was wiped or never had a value
     */
    public static char[] reveal(Secret secret) {
        try {
            return secret.reveal();
        } catch (IllegalStateException none) {
            throw Fault.neverSent(ErrorKind.ACCESS_DENIED)
                    .hint("a client needs its secrets as long as it lives; wipe them after close()")
                    .because("a secret that is needed has no value: it was wiped, or is a mere reference; nothing was"
                            + " sent with it");
        }
    }

    private static void name(Endpoint endpoint, String what, String name) {
        if (name.isBlank()) {
            throw wrong(endpoint, "the " + what + " is empty");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw wrong(endpoint, "the " + what + " holds a control character");
        }
    }

    private static void secret(Endpoint endpoint, String what, Secret secret) {
        if (!secret.usable()) {
            throw wrong(endpoint, "the " + what + " has no value: it was wiped, or is a mere reference");
        }
        char[] chars = reveal(secret);
        boolean empty = chars.length == 0;
        boolean control = false;
        for (char c : chars) {
            control |= Character.isISOControl(c);
        }
        Arrays.fill(chars, '\0');
        if (empty) {
            throw wrong(endpoint, "the " + what + " is empty");
        }
        if (control) {
            throw wrong(endpoint, "the " + what + " holds a control character");
        }
    }

    private static IllegalArgumentException wrong(Endpoint endpoint, String what) {
        return new IllegalArgumentException("endpoint " + endpoint.name() + ": " + what);
    }
}
