package io.quorate.host.command;

import io.quorate.host.HyperVSettings;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads what Hyper-V is set to on a host.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostHyperV#get
 */
public record GetHyperV(String host) implements ReadCommand<HyperVSettings>, HostCommand<HyperVSettings> {
    public GetHyperV {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.hyper-v";
    }

    @Override
    public Target target() {
        return new Target("Hyper-V", host);
    }
}
