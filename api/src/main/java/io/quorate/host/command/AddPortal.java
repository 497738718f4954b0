package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.TargetPortal;
import io.quorate.san.Portal;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Adds a portal that the host discovers targets from. Done when it is there already. The host first tries the portal's port, because
 * Windows would block for minutes on a dead one, and its initiator service with it.
 *
 * @param host the host, as the endpoint names it
 * @param portal the portal
 * @see HostInitiator#ensurePortal
 */
public record AddPortal(String host, Portal portal) implements GuardedCommand<TargetPortal>, HostCommand<TargetPortal> {
    public AddPortal {
        Inputs.checkHost(host);
        Objects.requireNonNull(portal, "portal");
    }

    @Override
    public String name() {
        return "host.portal.add";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(3);
    }

    @Override
    public TargetPortal rehearsed() {
        return new TargetPortal(portal, null);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(
                        new ListPortals(host),
                        before -> Stream.concat(before.stream(), Stream.of(rehearsed()))
                                .toList()),
                Foretold.unchanged(new GetInitiator(host)),
                Foretold.unchanged(new ListSessions(host)));
    }
}
