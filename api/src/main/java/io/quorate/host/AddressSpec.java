package io.quorate.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of IPv4 an adapter is to have; those of IPv6, and those a cluster brings along for its roles, stay as they are. Immutable.
 *
 * @param addresses the addresses that somebody gives it; empty to ask a DHCP server for them
 * @param gateway where packets to anywhere go by it; null for nowhere by it, and with DHCP, which tells that, too
 */
public record AddressSpec(
        List<HostAddress> addresses, @Nullable String gateway) {
    private static final int LONGEST = 32;

    public AddressSpec {
        List<HostAddress> given = new ArrayList<>();
        for (HostAddress one : addresses) {
            if (!one.v4() || !one.routed() || one.prefix() < 1 || one.prefix() > LONGEST) {
                throw new IllegalArgumentException("not an address of a subnet of IPv4: " + text(one));
            }
            if (given.stream().anyMatch(other -> other.address().equals(one.address()))) {
                throw new IllegalArgumentException(one.address() + " is named twice");
            }
            given.add(new HostAddress(one.address(), one.prefix(), false));
        }
        addresses = List.copyOf(given);
        if (gateway != null) {
            String way = gateway;
            if (given.isEmpty()) {
                throw new IllegalArgumentException("a DHCP server tells the gateway, too");
            }
            if (given.stream().noneMatch(one -> one.reaches(way))) {
                throw new IllegalArgumentException("the gateway " + gateway + " is in no subnet of "
                        + String.join(
                                ", ", given.stream().map(AddressSpec::text).toList()));
            }
        }
    }

    /** Returns given addresses, e.g. {@code 192.0.2.11/24}, without a gateway. */
    public static AddressSpec of(String... addresses) {
        List<HostAddress> all = new ArrayList<>();
        for (String one : addresses) {
            int slash = one.indexOf('/');
            if (slash < 0 || !one.substring(slash + 1).matches("\\d{1,2}")) {
                throw new IllegalArgumentException(
                        "not an address with its prefix length, such as 192.0.2.11/24: '" + one + "'");
            }
            all.add(new HostAddress(one.substring(0, slash), Integer.parseInt(one.substring(slash + 1)), false));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no address is given");
        }
        return new AddressSpec(all, null);
    }

    /** Returns what a DHCP server tells. */
    public static AddressSpec byDhcp() {
        return new AddressSpec(List.of(), null);
    }

    /** Returns the same with a gateway. */
    public AddressSpec withGateway(String way) {
        return new AddressSpec(addresses, way);
    }

    /** Tells whether a DHCP server is asked. */
    public boolean dhcp() {
        return addresses.isEmpty();
    }

    private static String text(HostAddress one) {
        return one.address() + "/" + one.prefix();
    }

    @Override
    public String toString() {
        return dhcp()
                ? "DHCP"
                : String.join(", ", addresses.stream().map(AddressSpec::text).toList())
                        + (gateway == null ? "" : " by " + gateway);
    }
}
