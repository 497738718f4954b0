package io.quorate.spi;

import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;

/** Opens backends for a scheme. Found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {

    /** Returns the endpoint scheme served, e.g. {@code winrm}. */
    String scheme();

    /** Opens a backend for an endpoint. Does no I/O yet. */
    Backend open(Endpoint endpoint, QuorateRuntime runtime);
}
