package io.quorate.host.command;

import io.quorate.host.HostTime;
import io.quorate.host.TimeStatus;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Optional;

/**
 * Reads what a host's time service last wrote of its source.
 *
 * @param host the host, as the endpoint names it
 * @see HostTime#status
 */
public record GetTimeStatus(String host)
        implements ReadCommand<Optional<TimeStatus>>, HostCommand<Optional<TimeStatus>> {
    public GetTimeStatus {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.time.status";
    }

    @Override
    public Target target() {
        return new Target("time service of", host);
    }
}
