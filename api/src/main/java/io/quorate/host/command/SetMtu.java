package io.quorate.host.command;

import io.quorate.host.HostNetwork;
import io.quorate.host.NetworkAdapter;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has an adapter send packets of a size, and its driver frames to match. Refused where the driver has to begin anew and this connection may break.
 * Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param adapter the adapter's name
 * @param mtu the size of a packet of IPv4 in bytes
 * @see HostNetwork#ensureMtu
 */
public record SetMtu(String host, String adapter, int mtu)
        implements GuardedCommand<NetworkAdapter>, HostCommand<NetworkAdapter> {
    public SetMtu {
        NetworkInputs.check(host, adapter);
        NetworkInputs.checkMtu(mtu);
    }

    @Override
    public String name() {
        return "host.adapter.mtu";
    }

    @Override
    public Target target() {
        return NetworkInputs.target(host, adapter);
    }

    @Override
    public NetworkAdapter rehearsed() {
        return NetworkInputs.rehearsed(host, adapter).sized(mtu);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return NetworkInputs.foretold(host, adapter, before -> before.sized(mtu));
    }
}
