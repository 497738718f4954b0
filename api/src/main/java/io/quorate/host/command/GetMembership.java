package io.quorate.host.command;

import io.quorate.host.HostMembership;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads how a host stands in its domain.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostClient#membership
 */
public record GetMembership(String host) implements ReadCommand<HostMembership>, HostCommand<HostMembership> {
    public GetMembership {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.membership";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
