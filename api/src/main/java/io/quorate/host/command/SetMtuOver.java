package io.quorate.host.command;

import io.quorate.host.HostNetwork;
import io.quorate.host.NetworkAdapter;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has an adapter send packets of a size, and its driver frames to match, although this connection may break for some seconds. Done when it is so
 * already.
 *
 * @param host the host, as the endpoint names it
 * @param adapter the adapter's name
 * @param mtu the size of a packet of IPv4 in bytes
 * @see HostNetwork#ensureMtu
 */
public record SetMtuOver(String host, String adapter, int mtu)
        implements GuardedCommand<NetworkAdapter>, Destructive, HostCommand<NetworkAdapter> {
    public SetMtuOver {
        NetworkInputs.check(host, adapter);
        NetworkInputs.checkMtu(mtu);
    }

    @Override
    public String identity() {
        return NetworkInputs.identity(host, adapter);
    }

    @Override
    public String name() {
        return "host.adapter.mtu-over";
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
