package io.quorate.iscsi;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import java.net.URI;

/** Opens iSCSI endpoints: {@code iscsi://10.0.0.11,10.0.1.11}, the hosts being portals, port 3260 unless the address says otherwise. */
public final class IscsiBackendProvider implements BackendProvider {
    private static final int PORT = 3260;

    @Override
    public String scheme() {
        return "iscsi";
    }

    @Override
    public URI address(String authority) {
        URI address = URI.create("iscsi://" + authority);
        return address.getPort() < 0 ? URI.create("iscsi://" + authority + ":" + PORT) : address;
    }

    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        throw new UnsupportedOperationException("not built yet: the iSCSI backend");
    }
}
