package io.quorate.mssql;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.net.HostPort;
import java.net.URI;

/**
 * Opens SQL Server endpoints: {@code sqlserver://sql1,sql2:1433}, one host for each instance, on port 1433 unless the address says otherwise; an
 * instance is never looked for by its name. Needs Microsoft's JDBC driver on the path, and a SQL log-in, Kerberos or NTLM. Options:
 * {@code encrypt}, {@code true} by default, {@code strict} for TDS 8.0, or {@code false}, which is taken for an address of this machine itself and
 * only with {@code allowPlaintext=true}; {@code servicePrincipalName}, the whole name of the one instance in its domain, for Kerberos, where it is not
 * {@code MSSQLSvc/host:port}.
 *
 * <p>An administrator's connection: to each instance by its own address, never through a listener, never with read intent. A domain's account logs
 * in by the driver's own Kerberos, with tickets that are there before; nothing of the JVM's log-in configuration is changed.
 */
public final class MssqlBackendProvider implements BackendProvider {
    static final int PORT = 1433;
    private static final String SCHEME = "sqlserver";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public URI address(String authority) {
        try {
            return URI.create(
                    SCHEME + "://" + HostPort.parse(authority).or(PORT).authority());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a host, or host and port: " + authority, e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if an address or an option is unusable, or a password would travel in clear text
     */
    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        return new MssqlBackend(endpoint, runtime, new Drivers());
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
