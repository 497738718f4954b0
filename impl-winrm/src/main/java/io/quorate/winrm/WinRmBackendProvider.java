package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.winrm.recipe.standard.StandardRecipes;

/**
 * Opens the WinRM backend. Addresses are {@code https} URIs such as {@code https://hv1:5986/wsman}. Options: {@code configurationName},
 * the session configuration ({@code Microsoft.PowerShell} by default), and {@code delegatedConfiguration}, one that runs as another
 * account, for commands that act on further machines.
 */
public final class WinRmBackendProvider implements BackendProvider {
    @Override
    public String scheme() {
        return "winrm";
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
