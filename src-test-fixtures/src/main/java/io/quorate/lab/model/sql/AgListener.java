package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Listener.Address;
import java.util.List;
import java.util.UUID;

/**
 * A listener.
 *
 * @param dhcp whether its address comes by DHCP
 * @param addresses with their masks; IPv6 without
 */
public record AgListener(UUID id, String dnsName, int port, boolean dhcp, List<Address> addresses) {
    public AgListener {
        addresses = List.copyOf(addresses);
    }

    AgListener with(int newPort, List<Address> newAddresses) {
        return new AgListener(id, dnsName, newPort, dhcp, newAddresses);
    }
}
