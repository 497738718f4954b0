package io.quorate.sql.command;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener as it is to be made.
 *
 * @param dnsName its DNS name, without a domain
 * @param dhcp whether DHCP gives its address
 * @param addresses its addresses, one of a kind and subnet; with DHCP the subnet it is in, at most one, with its mask
 * @param port its port; null for the default, 1433
 */
public record ListenerDefinition(
        String dnsName,
        boolean dhcp,
        List<ListenerIp> addresses,
        @Nullable Integer port) {
    public ListenerDefinition {
        Inputs.checkListener("dnsName", dnsName);
        addresses = List.copyOf(addresses);
        if (port != null) {
            Inputs.checkListenerPort(port);
        }
        if (dhcp) {
            if (addresses.size() > 1 || addresses.stream().anyMatch(subnet -> !subnet.four())) {
                throw new IllegalArgumentException(
                        "listener " + dnsName + ": with DHCP there is one IPv4 subnet at most (19458)");
            }
        } else if (addresses.isEmpty()) {
            throw new IllegalArgumentException("listener " + dnsName + ": name its addresses, or say DHCP");
        }
        Set<String> seen = new HashSet<>();
        Set<Long> subnets = new HashSet<>();
        for (ListenerIp ip : addresses) {
            if (!seen.add(ip.address().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "listener " + dnsName + ": " + ip.address() + " is there twice (19484)");
            }
            if (ip.four() && !subnets.add(ip.subnet())) {
                throw new IllegalArgumentException("listener " + dnsName + ": " + ip.address()
                        + " is the second address in its subnet, and a subnet has one (19451)");
            }
        }
    }
}
