package io.quorate.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A network adapter of a host.
 *
 * @param host the host
 * @param name its name
 * @param index its number, until the next start
 * @param description what it is; the name a virtual switch knows it by
 * @param mac its hardware address
 * @param up whether it is connected
 * @param virtual whether it is no hardware but, say, the host's end of a virtual switch
 * @param bitsPerSecond its speed; 0 where none is told
 * @param mtu the largest packet of IPv4 in bytes; 0 where it carries none
 * @param profile which rules of the firewall its network gets
 * @param addresses its addresses
 * @param dhcp whether it asks a DHCP server for those of IPv4
 * @param gateways where packets of IPv4 to anywhere go by it; most hosts have one on one adapter
 * @param frame the largest frame in bytes, header included, that its driver is set to; 0 where it knows of no larger ones
 */
public record NetworkAdapter(
        String host,
        String name,
        int index,
        String description,
        String mac,
        boolean up,
        boolean virtual,
        long bitsPerSecond,
        int mtu,
        NetworkProfile profile,
        List<HostAddress> addresses,
        boolean dhcp,
        List<String> gateways,
        int frame) {
    /** How much of a frame is Ethernet's header. */
    public static final int HEADER = 14;

    public NetworkAdapter {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(profile, "profile");
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
    }

    /** Makes one of which no DHCP, gateway or frame is known. */
    public NetworkAdapter(
            String host,
            String name,
            int index,
            String description,
            String mac,
            boolean up,
            boolean virtual,
            long bitsPerSecond,
            int mtu,
            NetworkProfile profile,
            List<HostAddress> addresses) {
        this(
                host,
                name,
                index,
                description,
                mac,
                up,
                virtual,
                bitsPerSecond,
                mtu,
                profile,
                addresses,
                false,
                List.of(),
                0);
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Returns it with other addresses of IPv4, given by hand or by DHCP. */
    public NetworkAdapter addressed(AddressSpec spec) {
        List<HostAddress> all = new ArrayList<>(spec.addresses());
        addresses.stream().filter(one -> !one.v4()).forEach(all::add);
        String gateway = spec.gateway();
        return copy(mtu, profile, all, spec.dhcp(), gateway == null ? List.of() : List.of(gateway), frame);
    }

    /** Returns it with another size of packets. */
    public NetworkAdapter sized(int bytes) {
        int wider = frame == 0 ? 0 : Math.max(frame, bytes + HEADER);
        return copy(bytes, profile, addresses, dhcp, gateways, wider);
    }

    /** Returns it in a network of another profile. */
    public NetworkAdapter in(NetworkProfile other) {
        return copy(mtu, other, addresses, dhcp, gateways, frame);
    }

    private NetworkAdapter copy(
            int newMtu,
            NetworkProfile newProfile,
            List<HostAddress> newAddresses,
            boolean newDhcp,
            List<String> newGateways,
            int newFrame) {
        return new NetworkAdapter(
                host,
                name,
                index,
                description,
                mac,
                up,
                virtual,
                bitsPerSecond,
                newMtu,
                newProfile,
                newAddresses,
                newDhcp,
                newGateways,
                newFrame);
    }

    /** Returns the subnets of those addresses that other machines reach. */
    public List<String> subnets() {
        return addresses.stream()
                .filter(HostAddress::routed)
                .map(HostAddress::subnet)
                .distinct()
                .toList();
    }
}
