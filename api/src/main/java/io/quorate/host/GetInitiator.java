package io.quorate.host;

import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads a host's iSCSI initiator service and the initiator's name.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#get
 */
public record GetInitiator(String host) implements ReadCommand<InitiatorService> {
    public GetInitiator {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.initiator.get";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public Placement placement() {
        return Placement.on(host);
    }
}
