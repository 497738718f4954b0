package io.quorate.nexenta;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import java.net.URI;

/** Opens NexentaStor endpoints: {@code nexenta://nas1}, HTTPS on port 8443 unless the address says otherwise. */
public final class NexentaBackendProvider implements BackendProvider {
    private static final int PORT = 8443;

    @Override
    public String scheme() {
        return "nexenta";
    }

    @Override
    public URI address(String authority) {
        URI address = URI.create("https://" + authority);
        return address.getPort() < 0 ? URI.create("https://" + authority + ":" + PORT) : address;
    }

    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        throw new UnsupportedOperationException("not built yet: the NexentaStor backend");
    }
}
