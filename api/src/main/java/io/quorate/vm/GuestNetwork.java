package io.quorate.vm;

import io.quorate.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * What a guest tells its host of one of its network adapters, by the integration service for key-value pairs.
 *
 * @param machine the machine's id
 * @param adapterId the id of the {@linkplain VirtualAdapter adapter}
 * @param dhcp whether it asks a DHCP server
 * @param addresses its addresses
 * @param gateways its gateways
 * @param dnsServers whom it asks for names, the first one first; none where the guest told nothing
 */
public record GuestNetwork(
        UUID machine,
        String adapterId,
        boolean dhcp,
        List<String> addresses,
        List<String> gateways,
        List<String> dnsServers) {
    public GuestNetwork {
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(adapterId, "adapterId");
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
        dnsServers = List.copyOf(dnsServers);
    }

    /** Tells whether it asks these servers, in this order. */
    public boolean asks(List<String> servers) {
        return dnsServers.stream()
                .map(GuestNetwork::small)
                .toList()
                .equals(servers.stream().map(GuestNetwork::small).toList());
    }

    private static String small(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
