package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener, as a statement adds it.
 *
 * @param dhcpSubnet where DHCP gives the address, if the statement says so
 * @param addresses empty if DHCP gives it
 * @param port null if the statement names none: 1433
 */
public record Listener(
        String dnsName,
        @Nullable Address dhcpSubnet,
        List<Address> addresses,
        @Nullable Integer port) {
    public Listener {
        addresses = List.copyOf(addresses);
    }

    /** Tells whether DHCP gives the address. */
    public boolean dhcp() {
        return addresses.isEmpty();
    }

    /**
     * An address, or a subnet.
     *
     * @param mask null for IPv6
     */
    public record Address(String ip, @Nullable String mask) {}
}
