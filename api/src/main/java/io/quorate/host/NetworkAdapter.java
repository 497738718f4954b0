package io.quorate.host;

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
        List<HostAddress> addresses) {
    public NetworkAdapter {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(profile, "profile");
        addresses = List.copyOf(addresses);
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
