package io.quorate.mssql;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.KerberosFailure;
import io.quorate.spi.net.KerberosHints;
import io.quorate.spi.net.KerberosTickets;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * A domain's log-in by the driver's own Kerberos. Has both tickets, the account's and the one for the instance, before the driver needs them, so that
 * the driver asks no controller: that knows neither time nor interrupt. One thread at a time asks for the account's, and an account that was refused
 * is not tried again, so that it is not locked. Nothing of the JVM's own log-in configuration is read or changed. Thread-safe.
 */
final class DriverKerberos {
    private static final String KERBEROS = "1.2.840.113554.1.2.2";
    private static final String PRINCIPAL_NAME = "1.2.840.113554.1.2.2.1";
    private static final String SERVICE = "MSSQLSvc";

    private final KerberosTickets tickets;
    private final @Nullable String service;
    private final QuorateRuntime runtime;
    private final AtomicReference<@Nullable CompletableFuture<Subject>> asking = new AtomicReference<>();
    private volatile @Nullable Fault refused;

    /** @param service the instance's name in its domain, if it is not made of its address */
    DriverKerberos(
            @Nullable String principal, Credentials.Tickets source, @Nullable String service, QuorateRuntime runtime) {
        this.tickets = new KerberosTickets(principal, source);
        this.service = service;
        this.runtime = runtime;
    }

    /** What the driver logs in with. Prints nothing of it. */
    static final class Ready {
        private final Subject subject;
        private final GSSCredential credential;
        private final String service;

        private Ready(Subject subject, GSSCredential credential, String service) {
            this.subject = subject;
            this.credential = credential;
            this.service = service;
        }

        void into(Properties properties) {
            properties.put("integratedSecurity", "true");
            properties.put("authenticationScheme", "JavaKerberos");
            // Only because no intent to read is declared: the driver would use it at a routed server, too. With its
            // realm, or
            // the driver asks DNS for that.
            properties.put("serverSpn", service);
            properties.put("gsscredential", credential);
        }

        /** Connects where the driver finds the ticket for the instance. */
        Connection connect(PrivilegedExceptionAction<Connection> connecting) throws SQLException {
            try {
                return as(subject, connecting);
            } catch (PrivilegedActionException e) {
                if (e.getException() instanceof SQLException sql) {
                    throw sql;
                }
                throw new IllegalStateException("the driver failed", e.getException());
            }
        }

        @Override
        public String toString() {
            return "Ready[" + service + "]";
        }
    }

    /**
     * Returns tickets for an instance, asked for in a thread whose end nobody waits for longer than that.
     *
     * @throws Fault that says that nothing was sent, if there are none
     */
    Ready ready(HostPort to, Duration atMost, Guard guard) {
        Fault known = refused;
        if (known != null) {
            throw again(known);
        }
        if (service == null && isAddress(to.host())) {
            throw Fault.neverSent(ErrorKind.ACCESS_DENIED)
                    .because("Kerberos knows instances by name only, and " + to.host()
                            + " is an address: use the host's name in its domain, or say the whole name by the option "
                            + SqlOptions.SERVICE_PRINCIPAL_NAME);
        }
        CompletableFuture<Ready> asked = new CompletableFuture<>();
        runtime.thread("quorate-mssql-ticket", () -> {
                    try {
                        asked.complete(ask(to));
                    } catch (RuntimeException | LinkageError e) {
                        asked.completeExceptionally(e);
                    }
                })
                .start();
        boolean late = false;
        try (Guard.Watch watch = guard.watch(new Waiting(asked), atMost)) {
            try {
                return asked.get();
            } finally {
                late = watch.late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("interrupted while waiting for a Kerberos ticket");
        } catch (CancellationException e) {
            if (!late) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE).because("no Kerberos ticket is waited for any more");
            }
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .hint(
                            "does a domain controller answer? kdc_timeout and max_retries in krb5.conf say how long the JVM"
                                    + " waits for each")
                    .because("there was no Kerberos ticket in time");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw new IllegalStateException("the Java platform's Kerberos failed", e.getCause());
        }
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /** Nobody waits for it any more. */
    private record Waiting(CompletableFuture<?> asked) implements Guard.Ending {
        @Override
        public void ask() {
            asked.cancel(false);
        }

        @Override
        public void cut() {
            asked.cancel(false);
        }

        @Override
        public void free() {}
    }

    private static Fault again(Fault known) {
        return Fault.neverSent(ErrorKind.ACCESS_DENIED)
                .code(known.code())
                .hint(known.hint())
                .refusingLogin()
                .because("the account was refused before and is not tried again: " + known.getMessage());
    }

    private Ready ask(HostPort to) {
        String name = service == null ? SERVICE + "/" + to.bare().toLowerCase(Locale.ROOT) + ":" + to.port() : service;
        try {
            String whole = name.indexOf('@') > 0 ? name : name + "@" + realm(name);
            return ask(whole, true);
        } catch (GSSException | IllegalArgumentException e) {
            throw fault(KerberosFailure.of(e), name, e);
        }
    }

    private Ready ask(String name, boolean mayRenew) throws GSSException {
        Subject subject = subject(name);
        try {
            return as(subject, () -> ticketed(subject, name));
        } catch (PrivilegedActionException e) {
            if (!(e.getException() instanceof GSSException gss)) {
                throw new IllegalStateException("the Java platform's Kerberos failed", e.getException());
            }
            if (mayRenew && KerberosFailure.of(gss).code() == KerberosFailure.TICKET_EXPIRED && tickets.renew()) {
                return ask(name, false);
            }
            throw gss;
        }
    }

    /** The ticket for the instance stays with the subject, where the driver's own context finds it. */
    private static Ready ticketed(Subject subject, String name) throws GSSException {
        Oid kerberos = new Oid(KERBEROS);
        GSSManager manager = GSSManager.getInstance();
        GSSCredential credential =
                manager.createCredential(null, GSSCredential.DEFAULT_LIFETIME, kerberos, GSSCredential.INITIATE_ONLY);
        GSSContext context = manager.createContext(
                manager.createName(name, new Oid(PRINCIPAL_NAME)), kerberos, credential, GSSContext.DEFAULT_LIFETIME);
        try {
            context.requestMutualAuth(true);
            context.initSecContext(new byte[0], 0, 0);
        } finally {
            context.dispose();
        }
        return new Ready(subject, credential, name);
    }

    /** Whoever comes first asks for the account's tickets; the others, of other instances, wait for what he gets. */
    private Subject subject(String name) {
        CompletableFuture<Subject> mine = new CompletableFuture<>();
        CompletableFuture<Subject> others = asking.compareAndExchange(null, mine);
        try {
            if (others != null) {
                return others.join();
            }
            Fault known = refused;
            if (known != null) {
                throw again(known);
            }
            Subject subject = tickets.subject();
            mine.complete(subject);
            return subject;
        } catch (LoginException e) {
            Fault fault = fault(KerberosFailure.of(e), name, e);
            if (fault.refusesLogin()) {
                refused = fault;
            }
            mine.completeExceptionally(fault);
            throw fault;
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault
                    ? fault
                    : new IllegalStateException("the Java platform's Kerberos failed", e.getCause());
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            asking.compareAndSet(mine, null);
        }
    }

    /** The realm of a host, as krb5.conf has it, and else that of who logs in. */
    private String realm(String name) {
        String host = name.substring(name.indexOf('/') + 1);
        int colon = host.lastIndexOf(':');
        String bare = colon > 0 ? host.substring(0, colon) : host;
        try {
            return new KerberosPrincipal(SERVICE + "/" + bare, KerberosPrincipal.KRB_NT_SRV_HST).getRealm();
        } catch (IllegalArgumentException e) {
            String ours = tickets.realm();
            if (ours == null) {
                throw e;
            }
            return ours;
        }
    }

    private Fault fault(KerberosFailure failure, String name, Throwable cause) {
        String realm = tickets.realm();
        ErrorKind kind =
                failure.kind() == KerberosFailure.Kind.NO_CONTROLLER ? ErrorKind.UNREACHABLE : ErrorKind.ACCESS_DENIED;
        Fault.Draft draft = Fault.neverSent(kind)
                .code(failure.asCode())
                .cause(cause)
                .hint(KerberosHints.of(failure, tickets, realm, name, runtime.now()));
        return (failure.refusesAccount() ? draft.refusingLogin() : draft)
                .because("no Kerberos ticket for " + tickets.principal() + " to " + name + ": " + failure.said()
                        + "; nothing was sent to the instance");
    }

    @SuppressWarnings("removal") // what replaces it came with Java 18
    private static <T> T as(Subject subject, PrivilegedExceptionAction<T> action) throws PrivilegedActionException {
        return Subject.doAs(subject, action);
    }

    @Override
    public String toString() {
        return "DriverKerberos[hidden]";
    }
}
