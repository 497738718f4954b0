package io.quorate.iscsi;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.spi.Backend;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.net.HostPort;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Opens iSCSI endpoints: {@code iscsi://10.0.0.11,10.0.1.11}, the hosts being portals, port 3260 unless the address says otherwise. The
 * options are those of {@link io.quorate.san.IscsiClient}; {@code initiator} names an {@link InitiatorProvider}.
 */
public final class IscsiBackendProvider implements BackendProvider {
    private static final int PORT = 3260;

    @Override
    public String scheme() {
        return "iscsi";
    }

    @Override
    public URI address(String authority) {
        try {
            return URI.create("iscsi://" + HostPort.parse(authority).or(PORT).authority());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a portal's host, or host and port: " + authority, e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if an option is unusable or unknown, the credentials are not for CHAP, or there is no such initiator
     */
    @Override
    public Backend open(Endpoint endpoint, QuorateRuntime runtime) {
        IscsiOptions options = IscsiOptions.of(endpoint);
        return new IscsiBackend(options, provider(endpoint.name(), options.initiator()), runtime);
    }

    private static InitiatorProvider provider(String endpoint, String name) {
        Map<String, InitiatorProvider> known = new TreeMap<>();
        // The thread's class loader first; where that one does not see a plug-in, whoever loaded this class may.
        for (InitiatorProvider provider : ServiceLoader.load(InitiatorProvider.class)) {
            known.putIfAbsent(provider.name(), provider);
        }
        ClassLoader own = IscsiBackendProvider.class.getClassLoader();
        for (InitiatorProvider provider : ServiceLoader.load(InitiatorProvider.class, own)) {
            known.putIfAbsent(provider.name(), provider);
        }
        InitiatorProvider found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException("endpoint " + endpoint + ": there is no initiator " + name
                    + "; there are: " + String.join(", ", known.keySet()));
        }
        return found;
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
