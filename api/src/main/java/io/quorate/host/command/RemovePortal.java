package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.TargetPortal;
import io.quorate.san.Portal;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Takes a portal away. Returns the portals that are left. Sessions stay.
 *
 * @param host the host, as the endpoint names it
 * @param portal the portal
 * @see HostInitiator#removePortal
 */
public record RemovePortal(String host, Portal portal)
        implements ConvergingCommand<List<TargetPortal>>, HostCommand<List<TargetPortal>> {
    public RemovePortal {
        Inputs.checkHost(host);
        Objects.requireNonNull(portal, "portal");
    }

    @Override
    public String name() {
        return "host.portal.remove";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public List<TargetPortal> rehearsed() {
        return List.of();
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(
                        new ListPortals(host),
                        before -> before.stream()
                                .filter(one -> !one.portal().equals(portal))
                                .toList()),
                Foretold.unchanged(new GetInitiator(host)),
                Foretold.unchanged(new ListSessions(host)));
    }
}
