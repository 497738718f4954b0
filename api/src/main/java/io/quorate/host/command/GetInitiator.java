package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorService;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads a host's iSCSI initiator service and the initiator's name.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#get
 */
public record GetInitiator(String host) implements ReadCommand<InitiatorService>, HostCommand<InitiatorService> {
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
}
