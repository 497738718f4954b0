package io.quorate.sql;

import io.quorate.Shown;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a listener should be. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ListenerSpec {
    private final List<ListenerIp> addresses = new ArrayList<>();
    private boolean dhcp;
    private @Nullable Integer port;

    ListenerSpec() {}

    /** Adds an IPv4 address with its subnet mask; one a subnet. */
    public ListenerSpec addAddress(String address, String mask) {
        addresses.add(ListenerIp.of(address, mask));
        return this;
    }

    /** Adds an IPv6 address. */
    public ListenerSpec addAddress(String address) {
        addresses.add(ListenerIp.of(address));
        return this;
    }

    /** Has DHCP give its address, in the cluster's own subnet. */
    public ListenerSpec dhcp() {
        dhcp = true;
        return this;
    }

    /** Has DHCP give its address, in this subnet. */
    public ListenerSpec dhcp(String subnet, String mask) {
        dhcp = true;
        return addAddress(subnet, mask);
    }

    /** Sets its port; 1433 by default. */
    public ListenerSpec port(int value) {
        port = value;
        return this;
    }

    ListenerDefinition build(String dnsName) {
        return new ListenerDefinition(dnsName, dhcp, addresses, port);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("dhcp", dhcp).with("port", port).toString();
    }
}
