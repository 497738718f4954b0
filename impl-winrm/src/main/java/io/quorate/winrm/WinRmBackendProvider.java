package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.net.HostPort;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.net.URI;

/**
 * Opens the WinRM backend. Addresses are {@code https} URIs such as {@code https://hv1:5986/wsman}, and {@code http} URIs such as {@code
 * http://hv1:5985/wsman} where the log-in seals every message, as NTLM and Kerberos do. Options: {@code configurationName},
 * the session configuration ({@code Microsoft.PowerShell} by default), and {@code delegatedConfiguration}, one that runs as another
 * account, for commands that act on further machines (further ways are {@link io.quorate.SecondHop}s); {@code operationTimeout}, how long a host may stay quiet before it says so
 * ({@code PT20S} by default), and {@code readTimeout}, how long it may be silent before a request counts as lost (ten seconds more);
 * {@code servicePrincipalName}, the names of the hosts' service in their domain to try, and {@code channelBinding}, whether a log-in is bound
 * to the certificate of TLS: {@code auto}, {@code off} or {@code required}.
 */
public final class WinRmBackendProvider implements BackendProvider {
    private static final int PORT = 5986;
    private static final int PLAIN_PORT = 5985;

    @Override
    public String scheme() {
        return "winrm";
    }

    /**
     * Completes a host to {@code https://host:5986/wsman}, WinRM's port for TLS ([MS-WSMV] 2.1). A port that is given stays; with 5985, where
     * WinRM has no TLS, it is {@code http://host:5985/wsman}.
     */
    @Override
    public URI address(String authority) {
        try {
            HostPort host = HostPort.parse(authority).or(PORT);
            return URI.create((host.port() == PLAIN_PORT ? "http://" : "https://") + host.authority() + "/wsman");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a host, or host and port: " + authority, e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if an address is unusable, or what is said there would travel in clear text
     */
    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        return new WinRmBackend(endpoint, runtime, StandardRecipes.recipes());
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
