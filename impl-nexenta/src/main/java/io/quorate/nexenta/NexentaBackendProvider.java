package io.quorate.nexenta;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.net.HostPort;
import java.net.URI;

/**
 * Opens NexentaStor endpoints: {@code nexenta://nas1}, HTTPS on port 8443 unless the address says otherwise. Needs a user name and a
 * password, which are exchanged for a token. One host an endpoint; two controllers are not supported yet. Options: {@code readTimeout},
 * how long the appliance may be silent before a request counts as lost ({@code PT30S} by default), and {@code allowPlaintext}, which
 * allows an {@code http} address of this machine itself ({@code false} by default).
 */
public final class NexentaBackendProvider implements BackendProvider {
    private static final int PORT = 8443;

    @Override
    public String scheme() {
        return "nexenta";
    }

    @Override
    public URI address(String authority) {
        try {
            return URI.create("https://" + HostPort.parse(authority).or(PORT).authority());
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
        return new NexentaBackend(endpoint, runtime);
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
