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
    private static final int MOST = 65_535;
    private static final int LONGEST = 255;

    public HostConnection {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(adapter, "adapter");
    }

    /**
     * Checks what is to be connected to.
     *
     * @throws IllegalArgumentException if it is neither a name nor an address, or no port
     */
    public static void check(String target, int port) {
        if (target.length() > LONGEST || !target.matches("[\\p{L}\\p{N}._:%-]+")) {
            throw new IllegalArgumentException(
                    "neither a name nor an address: " + (target.length() > LONGEST ? "a long text" : target));
        }
        if (port < 1 || port > MOST) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** Tells whether the host found an address for the target. */
    public boolean resolved() {
        return !address.isEmpty();
    }
}
