package io.quorate.host;

import java.util.Objects;

/**
 * What came of a host's attempt to connect somewhere.
 *
 * @param host the host that tried
 * @param target whereto, as it was asked
 * @param port the port
 * @param address the address that the host found for the target; empty if it found none
 * @param adapter the name of the host's adapter that leads there; empty where Windows does not tell
 * @param connected whether the connection came about
 */
public record HostConnection(String host, String target, int port, String address, String adapter, boolean connected) {
    public HostConnection {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(adapter, "adapter");
    }

    /** Tells whether the host found an address for the target. */
    public boolean resolved() {
        return !address.isEmpty();
    }
}
