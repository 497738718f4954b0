package io.quorate.host.command;

import io.quorate.host.TimeSource;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads where a host is set to take its time from.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.host.HostTime#get
 */
public record GetTimeSource(String host) implements ReadCommand<TimeSource>, HostCommand<TimeSource> {
    public GetTimeSource {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.time.get";
    }

    @Override
    public Target target() {
        return new Target("time source", host);
    }
}
