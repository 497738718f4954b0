package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.TargetPortal;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the portals that a host discovers targets from.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#portals
 */
public record ListPortals(String host) implements ReadCommand<List<TargetPortal>>, HostCommand<List<TargetPortal>> {
    public ListPortals {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.portal.list";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("iSCSI initiator");
    }
}
