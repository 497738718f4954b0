package io.quorate.spi;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import java.net.URI;

/** Opens backends for a scheme. Found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {

    /** Returns the endpoint scheme served, e.g. {@code winrm}. */
    String scheme();

    /**
     * Completes an address from what the endpoint's URI names: a host, or host and port. Called for hosts without an explicit address.
     *
     * @param authority e.g. {@code hv1}, {@code hv1:5986} or {@code [fe80::1]:5986}
     * @throws IllegalArgumentException if it makes no address
     */
    default URI address(String authority) {
        return URI.create(scheme() + "://" + authority);
    }

    /** Opens a backend for an endpoint. Does no I/O yet. */
    Backend open(Endpoint endpoint, QuorateRuntime runtime);
}
