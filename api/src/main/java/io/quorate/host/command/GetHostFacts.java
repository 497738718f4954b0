package io.quorate.host.command;

import io.quorate.host.HostFacts;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads what a host is.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostClient#facts
 */
public record GetHostFacts(String host) implements ReadCommand<HostFacts>, HostCommand<HostFacts> {
    public GetHostFacts {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.facts";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
