package io.quorate.replica;

import io.quorate.host.HostAddress;
import java.util.Objects;

/**
 * What a network adapter of a machine is to have of IPv6 after a failover. Texts as Windows has them; empty where nothing is set.
 *
 * @param address IPv6 address
 * @param prefixLength how many bits of it are the subnet's, 1 to 128
 * @param gateway default gateway
 * @param preferredDns address of the DNS server that is asked first
 * @param alternateDns address of the one that is asked then
 */
public record FailoverAddress6(
        String address, int prefixLength, String gateway, String preferredDns, String alternateDns) {
    private static final int BITS = 128;

    public FailoverAddress6 {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(preferredDns, "preferredDns");
        Objects.requireNonNull(alternateDns, "alternateDns");
        if (address.isEmpty()) {
            throw new IllegalArgumentException("gateway and DNS servers go with an address");
        }
        if (prefixLength < 1 || prefixLength > BITS) {
            throw new IllegalArgumentException("not the length of a prefix: " + prefixLength);
        }
    }

    /** An address and nothing besides. */
    public static FailoverAddress6 of(String address, int prefixLength) {
        return new FailoverAddress6(address, prefixLength, "", "", "");
    }

    /** Returns the same with a default gateway. */
    public FailoverAddress6 by(String newGateway) {
        return new FailoverAddress6(address, prefixLength, newGateway, preferredDns, alternateDns);
    }

    /** Returns the same with DNS servers; the second may be empty. */
    public FailoverAddress6 asking(String preferred, String alternate) {
        return new FailoverAddress6(address, prefixLength, gateway, preferred, alternate);
    }

    /** Tells whether both are the same addresses, however they are spelled: IPv6 has many ways. */
    public boolean isSame(FailoverAddress6 other) {
        return prefixLength == other.prefixLength
                && isSame(address, other.address)
                && isSame(gateway, other.gateway)
                && isSame(preferredDns, other.preferredDns)
                && isSame(alternateDns, other.alternateDns);
    }

    private static boolean isSame(String one, String other) {
        return one.equalsIgnoreCase(other)
                || new HostAddress(one, BITS, false).subnet().equals(new HostAddress(other, BITS, false).subnet());
    }
}
