package io.quorate.mssql;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.Logins;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** Says to the driver who logs in. Prints nothing of it. */
final class DriverLogin {
    private static final String SCHEME = "authenticationScheme";
    private static final String INTEGRATED = "integratedSecurity";
    private static final String USER = "user";
    private static final String ON = "true";

    private final QuorateRuntime runtime;
    private final Credentials credentials;
    private final @Nullable Tickets tickets;

    private DriverLogin(Credentials credentials, @Nullable Tickets tickets, QuorateRuntime runtime) {
        this.runtime = runtime;
        this.credentials = credentials;
        this.tickets = tickets;
    }

    /**
     * Takes the endpoint's credentials.
     *
     * @throws IllegalArgumentException if there are none, or none that the driver can log in with
     */
    static DriverLogin of(Endpoint endpoint, QuorateRuntime runtime) {
        Credentials given = endpoint.credentials();
        if (given == null) {
            throw wrong(endpoint, "SQL Server needs credentials: a SQL log-in by Credentials.basic(..), or Kerberos");
        }
        if (given instanceof Credentials.CredSsp || given instanceof Credentials.Certificate) {
            throw wrong(
                    endpoint,
                    "SQL Server logs in neither with CredSSP nor with a certificate; use Credentials.basic(..),"
                            + " kerberos(..), domain(..) or ntlm(..)");
        }
        Credentials credentials = Logins.windows(endpoint);
        if (credentials == null) {
            throw wrong(endpoint, "SQL Server needs credentials");
        }
        if (credentials instanceof Credentials.Kerberos kerberos) {
            return new DriverLogin(credentials, new Tickets(kerberos.principal(), kerberos.tickets()), runtime);
        }
        if (credentials instanceof Credentials.Domain domain) {
            if (domain.username().indexOf('@') <= 0) {
                throw wrong(
                        endpoint,
                        "the driver logs a domain account in by Kerberos, which needs user@REALM; for DOMAIN\\user use"
                                + " Credentials.ntlm(..)");
            }
            return new DriverLogin(
                    credentials,
                    new Tickets(domain.username(), new Credentials.Tickets.Password(domain.password())),
                    runtime);
        }
        return new DriverLogin(credentials, null, runtime);
    }

    private static IllegalArgumentException wrong(Endpoint endpoint, String what) {
        return new IllegalArgumentException("endpoint " + endpoint.name() + ": " + what);
    }

    /**
     * Adds what the driver needs. What is added holds the password: clear it as soon as the driver is through.
     *
     * @param to the instance by its name: Kerberos knows it by that, not by its address
     * @param atMost how long a ticket may take, in real time
     * @throws Fault that says that nothing was sent, if there is no ticket or no password any more
     */
    void into(Properties properties, HostPort to, Duration atMost) {
        if (tickets != null) {
            properties.put(INTEGRATED, ON);
            properties.put(SCHEME, "JavaKerberos");
            // Only because no intent to read is declared: the driver would use it at a routed server, too.
            properties.put("serverSpn", "MSSQLSvc/" + to.bare() + ":" + to.port());
            properties.put("gsscredential", credential(tickets, atMost));
            return;
        }
        if (credentials instanceof Credentials.Ntlm ntlm) {
            properties.put(INTEGRATED, ON);
            properties.put(SCHEME, "NTLM");
            String name = ntlm.username();
            int backslash = name.indexOf('\\');
            int at = name.lastIndexOf('@');
            if (backslash >= 0) {
                properties.put("domain", name.substring(0, backslash));
                properties.put(USER, name.substring(backslash + 1));
            } else if (at > 0) {
                properties.put("domain", name.substring(at + 1));
                properties.put(USER, name.substring(0, at));
            } else {
                properties.put(USER, name);
            }
            password(properties, ntlm.password());
        } else if (credentials instanceof Credentials.Basic basic) {
            properties.put(USER, basic.username());
            password(properties, basic.password());
        }
    }

    private static void password(Properties properties, Secret secret) {
        char[] chars = Logins.reveal(secret);
        try {
            properties.put("password", new String(chars));
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** Asks in a thread of its own, whose end nobody waits for longer than that: the JDK's Kerberos knows neither time nor interrupt. */
    private GSSCredential credential(Tickets tickets, Duration atMost) {
        CompletableFuture<GSSCredential> asked = new CompletableFuture<>();
        runtime.thread("quorate-mssql-ticket", () -> {
                    try {
                        asked.complete(credential(tickets.subject()));
                    } catch (LoginException | GSSException | RuntimeException e) {
                        asked.completeExceptionally(e);
                    }
                })
                .start();
        try {
            return asked.get(Math.max(1, atMost.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("interrupted while waiting for a Kerberos ticket");
        } catch (TimeoutException e) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE)
                    .hint("does a domain controller answer?")
                    .because("there was no Kerberos ticket in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Fault.neverSent(ErrorKind.ACCESS_DENIED)
                    .hint(
                            "is there a ticket, a keytab or the right password, and does a domain controller answer? kinit"
                                    + " tells")
                    .because(
                            "no Kerberos ticket to log in with: " + cause.getMessage());
        }
    }

    private static GSSCredential credential(Subject subject) throws GSSException {
        return doAs(
                subject,
                () -> GSSManager.getInstance()
                        .createCredential(
                                null,
                                GSSCredential.DEFAULT_LIFETIME,
                                new Oid("1.2.840.113554.1.2.2"),
                                GSSCredential.INITIATE_ONLY));
    }

    @SuppressWarnings("removal") // what replaces it came with Java 18
    private static GSSCredential doAs(Subject subject, PrivilegedExceptionAction<GSSCredential> action)
            throws GSSException {
        try {
            return Subject.doAs(subject, action);
        } catch (PrivilegedActionException e) {
            if (e.getException() instanceof GSSException gss) {
                throw gss;
            }
            throw new IllegalStateException("the Java platform's Kerberos failed", e.getException());
        }
    }

    /** Takes the password out of what the driver says. */
    String clean(String text) {
        Secret secret = credentials instanceof Credentials.Basic basic
                ? basic.password()
                : credentials instanceof Credentials.Ntlm ntlm ? ntlm.password() : null;
        if (secret == null || !secret.usable()) {
            return text;
        }
        char[] chars = Logins.reveal(secret);
        try {
            return chars.length == 0 ? text : text.replace(new String(chars), secret.toString());
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    @Override
    public String toString() {
        return "DriverLogin[hidden]";
    }
}
