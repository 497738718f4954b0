package io.quorate.host.command;

import io.quorate.host.HostNetwork;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has an adapter's network count as private or public. Refused where the firewall may shut us out then. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param adapter the adapter's name
 * @param wanted private or public
 * @see HostNetwork#ensureProfile
 */
public record SetProfile(String host, String adapter, NetworkProfile wanted)
        implements GuardedCommand<NetworkAdapter>, HostCommand<NetworkAdapter> {
    public SetProfile {
        NetworkInputs.check(host, adapter);
        NetworkInputs.checkProfile(wanted);
    }

    @Override
    public String name() {
        return "host.adapter.profile";
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
