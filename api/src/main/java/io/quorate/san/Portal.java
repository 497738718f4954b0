package io.quorate.san;

import java.util.Objects;

/**
 * Where a target listens.
 *
 * @param address an IP address or a name, without brackets
 * @param port the TCP port
 */
public record Portal(String address, int port) {
    /** The port that IANA gave iSCSI. */
    public static final int DEFAULT_PORT = 3260;

    public Portal {
        Objects.requireNonNull(address, "address");
        if (address.isBlank() || address.indexOf('[') >= 0 || address.indexOf(',') >= 0 || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a portal: " + address + " port " + port);
        }
    }

    /** Makes one on the usual port. */
    public static Portal of(String address) {
        return new Portal(address, DEFAULT_PORT);
    }

    /** Makes one. */
    public static Portal of(String address, int port) {
        return new Portal(address, port);
    }

    @Override
    public String toString() {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
