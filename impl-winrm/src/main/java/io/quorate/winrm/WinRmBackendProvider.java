package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.net.HostPort;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.net.URI;

/**
 * Opens the WinRM backend. Addresses are {@code https} URIs such as {@code https://hv1:5986/wsman}. Options: {@code configurationName},
 * the session configuration ({@code Microsoft.PowerShell} by default), and {@code delegatedConfiguration}, one that runs as another
 * account, for commands that act on further machines; {@code operationTimeout}, how long a host may stay quiet before it says so
 * ({@code PT20S} by default), and {@code readTimeout}, how long it may be silent before a request counts as lost (ten seconds more).
 */
public final class WinRmBackendProvider implements BackendProvider {
    private static final int PORT = 5986;

    @Override
    public String scheme() {
        return "winrm";
    }

    /** Completes a host to {@code https://host:5986/wsman}, WinRM's port for TLS ([MS-WSMV] 2.1); a port that is given stays. */
    @Override
    public URI address(String authority) {
        try {
            return URI.create("https://" + HostPort.parse(authority).or(PORT).authority() + "/wsman");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a host, or host and port: " + authority, e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if an address is unusable, or a password would travel in clear text
     */
    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        return new WinRmBackend(endpoint, runtime, StandardRecipes.recipes());
    }
}
