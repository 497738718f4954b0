package io.quorate.host;

import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import io.quorate.storage.Portal;
import java.util.List;
import java.util.Objects;

/**
 * Takes a portal away. Returns the portals that are left. Sessions stay.
 *
 * @param host the host, as the endpoint names it
 * @param portal the portal
 * @see HostInitiator#removePortal
 */
public record RemovePortal(String host, Portal portal) implements Command<List<TargetPortal>> {
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
    public Placement placement() {
        return Placement.on(host);
    }

    @Override
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public List<TargetPortal> rehearsed() {
        return List.of();
    }
}
