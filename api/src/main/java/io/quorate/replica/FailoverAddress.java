package io.quorate.replica;

import java.util.Objects;

/**
 * What a network adapter of a machine is to have after a failover, where the other side's network is another one. The guest takes it by its
 * integration services. Texts as Windows has them; empty where nothing is set.
 *
 * @param adapter the adapter's name, in the language it was made in
 * @param address IPv4 address; empty for none: then it keeps what it has
 * @param subnetMask IPv4 subnet mask
 * @param gateway IPv4 default gateway
 * @param preferredDns IPv4 address of the DNS server that is asked first
 * @param alternateDns IPv4 address of the one that is asked then
 */
public record FailoverAddress(
        String adapter, String address, String subnetMask, String gateway, String preferredDns, String alternateDns) {
    public FailoverAddress {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(subnetMask, "subnetMask");
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(preferredDns, "preferredDns");
        Objects.requireNonNull(alternateDns, "alternateDns");
        if (address.isEmpty() != subnetMask.isEmpty()) {
            throw new IllegalArgumentException("an address goes with its subnet mask");
        }
        if (address.isEmpty() && !(gateway + preferredDns + alternateDns).isEmpty()) {
            throw new IllegalArgumentException("gateway and DNS servers go with an address");
        }
    }

    /** An adapter that keeps what it has. */
    public static FailoverAddress none(String adapter) {
        return new FailoverAddress(adapter, "", "", "", "", "");
    }

    /** An adapter with an address and nothing besides. */
    public static FailoverAddress of(String adapter, String address, String subnetMask) {
        return new FailoverAddress(adapter, address, subnetMask, "", "", "");
    }

    /** Returns the same with a default gateway. */
    public FailoverAddress by(String newGateway) {
        return new FailoverAddress(adapter, address, subnetMask, newGateway, preferredDns, alternateDns);
    }

    /** Returns the same with DNS servers; the second may be empty. */
    public FailoverAddress asking(String preferred, String alternate) {
        return new FailoverAddress(adapter, address, subnetMask, gateway, preferred, alternate);
    }
}
