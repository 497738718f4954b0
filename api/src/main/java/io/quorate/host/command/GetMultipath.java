package io.quorate.host.command;

import io.quorate.host.HostMultipath;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads the multipathing of a host.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostClient#multipath
 */
public record GetMultipath(String host) implements ReadCommand<HostMultipath>, HostCommand<HostMultipath> {
    public GetMultipath {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.multipath";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }
}
