package io.quorate.host.command;

import io.quorate.host.HostNetwork;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has an adapter's network count as private or public, where whether the firewall shuts us out then cannot be told. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param adapter the adapter's name
 * @param wanted private or public
 * @see HostNetwork#ensureProfile
 */
public record SetProfileOver(String host, String adapter, NetworkProfile wanted)
        implements GuardedCommand<NetworkAdapter>, Destructive, HostCommand<NetworkAdapter> {
    public SetProfileOver {
        NetworkInputs.check(host, adapter);
        NetworkInputs.checkProfile(wanted);
    }

    @Override
    public String identity() {
        return NetworkInputs.identity(host, adapter);
    }

    @Override
    public String name() {
        return "host.adapter.profile-over";
    }

    @Override
    public Target target() {
        return NetworkInputs.target(host, adapter);
    }

    @Override
    public NetworkAdapter rehearsed() {
        return NetworkInputs.rehearsed(host, adapter).in(wanted);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return NetworkInputs.foretold(host, adapter, before -> before.in(wanted));
    }
}
