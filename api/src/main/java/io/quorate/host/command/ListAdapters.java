package io.quorate.host.command;

import io.quorate.host.NetworkAdapter;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the network adapters of a host.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostClient#adapters
 */
public record ListAdapters(String host)
        implements ReadCommand<List<NetworkAdapter>>, HostCommand<List<NetworkAdapter>> {
    public ListAdapters {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.adapter.list";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("network adapter");
    }
}
