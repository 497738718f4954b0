package io.quorate.host.command;

import io.quorate.host.AddressSpec;
import io.quorate.host.HostNetwork;
import io.quorate.host.NetworkAdapter;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Has an adapter have addresses and no others of IPv4, or ask a DHCP server for them. Refused where that may cut this connection. Done when it
 * is so already.
 *
 * @param host the host, as the endpoint names it
 * @param adapter the adapter's name
 * @param wanted its addresses
 * @see HostNetwork#ensureAddresses
 */
public record SetAddresses(String host, String adapter, AddressSpec wanted)
        implements GuardedCommand<NetworkAdapter>, HostCommand<NetworkAdapter> {
    public SetAddresses {
        NetworkInputs.check(host, adapter);
        Objects.requireNonNull(wanted, "wanted");
    }

    @Override
    public String name() {
        return "host.adapter.addresses";
    }

    @Override
    public Target target() {
        return NetworkInputs.target(host, adapter);
    }

    @Override
    public NetworkAdapter rehearsed() {
        return NetworkInputs.rehearsed(host, adapter).addressed(wanted);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return wanted.dhcp()
                ? NetworkInputs.untold(host)
                : NetworkInputs.foretold(host, adapter, before -> before.addressed(wanted));
    }
}
