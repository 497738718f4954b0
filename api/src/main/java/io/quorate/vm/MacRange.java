package io.quorate.vm;

import java.util.Objects;

/**
 * The range that a host chooses dynamic MAC addresses from. It never gives one away that a machine on it has, but knows of no machines of other
 * hosts.
 *
 * @param host the host
 * @param least the first address
 * @param most the last one
 */
public record MacRange(String host, MacAddress least, MacAddress most) {
    public MacRange {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(least, "least");
        Objects.requireNonNull(most, "most");
    }

    /** Tells whether the host may choose an address. */
    public boolean holds(MacAddress mac) {
        return least.compareTo(mac) <= 0 && mac.compareTo(most) <= 0;
    }

    /** Returns both ends, as Windows shows addresses. */
    @Override
    public String toString() {
        return least + " to " + most;
    }
}
