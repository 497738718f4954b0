package io.quorate.mssql;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.spi.Fault;
import io.quorate.spi.net.HostPort;
import io.quorate.spi.net.Logins;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Says to the driver who logs in. Prints nothing of it. */
final class DriverLogin {
    private static final String SCHEME = "authenticationScheme";
    private static final String INTEGRATED = "integratedSecurity";
    private static final String USER = "user";
    private static final String ON = "true";

    private final Credentials credentials;
    private final @Nullable DriverKerberos kerberos;

    private DriverLogin(Credentials credentials, @Nullable DriverKerberos kerberos) {
        this.credentials = credentials;
        this.kerberos = kerberos;
    }

    /**
     * Takes the endpoint's credentials.
     *
     * @throws IllegalArgumentException if there are none, or none that the driver can log in with
     */
    static DriverLogin of(Endpoint endpoint, SqlOptions options, QuorateRuntime runtime) {
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
        String service = options.servicePrincipalName();
        if (credentials instanceof Credentials.Kerberos kerberos) {
            return new DriverLogin(
                    credentials, new DriverKerberos(kerberos.principal(), kerberos.tickets(), service, runtime));
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
                    new DriverKerberos(
                            principal(domain.username()),
                            new Credentials.Tickets.Password(domain.password()),
                            service,
                            runtime));
        }
        if (service != null) {
            throw wrong(endpoint, "the option " + SqlOptions.SERVICE_PRINCIPAL_NAME + " is for Kerberos alone");
        }
        return new DriverLogin(credentials, null);
    }

    /** Realms are written in capitals. */
    private static String principal(String user) {
        int at = user.lastIndexOf('@');
        return user.substring(0, at) + user.substring(at).toUpperCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(Endpoint endpoint, String what) {
        return new IllegalArgumentException("endpoint " + endpoint.name() + ": " + what);
    }

    /**
     * Returns the tickets to log in with; null if no domain hands out any.
     *
     * @param to the instance by its name: Kerberos knows it by that, not by its address
     * @param atMost how long they may take, in real time
     * @throws Fault that says that nothing was sent, if there are none
     */
    DriverKerberos.@Nullable Ready ready(HostPort to, Duration atMost, Guard guard) {
        return kerberos == null ? null : kerberos.ready(to, atMost, guard);
    }

    /**
     * Adds what the driver needs. What is added holds the password: clear it as soon as the driver is through.
     *
     * @throws Fault that says that nothing was sent, if there is no password any more
     */
    void into(Properties properties, DriverKerberos.@Nullable Ready ready) {
        if (ready != null) {
            ready.into(properties);
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
