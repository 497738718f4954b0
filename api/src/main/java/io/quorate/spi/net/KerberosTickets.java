package io.quorate.spi.net;

import io.quorate.Credentials;
import java.security.Principal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of one account, taken from a cache, or from a controller for a key or a password, when first needed and again when they have
 * expired. Kept here, with tickets for services, as long as the client lives; nothing of the JVM's own log-in configuration is read or changed.
 * Thread-safe.
 */
public final class KerberosTickets {
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final @Nullable String principal;
    private final Credentials.Tickets source;
    private final AtomicReference<@Nullable Subject> kept = new AtomicReference<>();

    /** @param principal whose they are to be; null for whoever they are of */
    public KerberosTickets(@Nullable String principal, Credentials.Tickets source) {
        this.principal = principal;
        this.source = source;
    }

    /** Returns where they come from. */
    public Credentials.Tickets source() {
        return source;
    }

    /** Returns who logs in, as far as that is known. */
    public String principal() {
        if (principal != null) {
            return principal;
        }
        Subject known = source instanceof Credentials.Tickets.LoggedIn own ? own.subject() : kept.get();
        String name = known == null ? null : name(known);
        return name == null ? "whom the tickets are for" : name;
    }

    private static @Nullable String name(Subject subject) {
        return subject.getPrincipals(KerberosPrincipal.class).stream()
                .map(Principal::getName)
                .findFirst()
                .orElse(null);
    }

    /** Returns the realm of who logs in; null where only the JVM knows its usual one. */
    public @Nullable String realm() {
        String name = principal();
        int at = name.lastIndexOf('@');
        return at < 0 ? null : name.substring(at + 1);
    }

    /**
     * Returns a subject with tickets. May ask a controller and take long.
     *
     * @throws LoginException if there are none
     */
    public Subject subject() throws LoginException {
        if (source instanceof Credentials.Tickets.LoggedIn own) {
            return own.subject();
        }
        Subject known = kept.get();
        if (known != null && current(known)) {
            return known;
        }
        Subject fresh = login();
        kept.set(fresh);
        return fresh;
    }

    /** Forgets tickets that were found to be of no use any more. Returns whether there may be other ones. */
    public boolean renew() {
        return kept.getAndSet(null) != null;
    }

    private static boolean current(Subject subject) {
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .anyMatch(ticket -> ticket.getServer().getName().startsWith("krbtgt/") && ticket.isCurrent());
    }

    private Subject login() throws LoginException {
        Map<String, String> options = new HashMap<>();
        options.put("isInitiator", "true");
        if (principal != null) {
            options.put("principal", principal);
        }
        if (source instanceof Credentials.Tickets.Cache cache) {
            options.put("useTicketCache", "true");
            options.put("doNotPrompt", "true");
            if (cache.file() != null) {
                options.put("ticketCache", cache.file().toAbsolutePath().toString());
            }
        } else if (source instanceof Credentials.Tickets.Keytab keytab) {
            options.put("useKeyTab", "true");
            options.put("doNotPrompt", "true");
            options.put("keyTab", keytab.file().toAbsolutePath().toString());
        }
        char[] secret = source instanceof Credentials.Tickets.Password password
                ? Logins.reveal(password.password())
                : new char[0];
        try {
            LoginContext context = new LoginContext(
                    "quorate",
                    new Subject(),
                    questions -> answer(questions, secret),
                    new OneModule(Map.copyOf(options)));
            context.login();
            return context.getSubject();
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private void answer(Callback[] questions, char[] secret) throws UnsupportedCallbackException {
        for (Callback question : questions) {
            if (question instanceof NameCallback name && principal != null) {
                name.setName(principal);
            } else if (question instanceof PasswordCallback asked && secret.length > 0) {
                asked.setPassword(secret);
            } else {
                throw new UnsupportedCallbackException(question);
            }
        }
    }

    /** A log-in configuration of its own, beside the JVM's. */
    private static final class OneModule extends Configuration {
        private final Map<String, String> options;

        OneModule(Map<String, String> options) {
            this.options = options;
        }

        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
            };
        }
    }

    @Override
    public String toString() {
        return "KerberosTickets[hidden]";
    }
}
