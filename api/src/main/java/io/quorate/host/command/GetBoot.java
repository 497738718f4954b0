package io.quorate.host.command;

import io.quorate.host.HostBoot;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads when a host started last.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostClient#boot
 */
public record GetBoot(String host) implements ReadCommand<HostBoot>, HostCommand<HostBoot> {
    public GetBoot {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.boot";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
