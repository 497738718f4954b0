package io.quorate.replica;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param v6 what it is to have of IPv6; null for none: then it keeps what it has
 */
public record FailoverAddress(
        String adapter,
        String address,
        String subnetMask,
        String gateway,
        String preferredDns,
        String alternateDns,
        @Nullable FailoverAddress6 v6) {
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

    /** The same with nothing of IPv6. */
    public FailoverAddress(
            String adapter,
            String address,
            String subnetMask,
            String gateway,
            String preferredDns,
            String alternateDns) {
        this(adapter, address, subnetMask, gateway, preferredDns, alternateDns, null);
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
        return new FailoverAddress(adapter, address, subnetMask, newGateway, preferredDns, alternateDns, v6);
    }

    /** Returns the same with DNS servers; the second may be empty. */
    public FailoverAddress asking(String preferred, String alternate) {
        return new FailoverAddress(adapter, address, subnetMask, gateway, preferred, alternate, v6);
    }

    /** Returns the same with an address of IPv6 besides; null for none. */
    public FailoverAddress and(@Nullable FailoverAddress6 newV6) {
        return new FailoverAddress(adapter, address, subnetMask, gateway, preferredDns, alternateDns, newV6);
    }

    /** Tells whether both set the same of IPv6, however it is spelled. */
    public boolean isSame6(FailoverAddress other) {
        FailoverAddress6 mine = v6;
        FailoverAddress6 theirs = other.v6;
        return mine == null || theirs == null ? mine == theirs : mine.isSame(theirs);
    }
}
