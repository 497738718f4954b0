package io.quorate.host;

import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Lists the disks of a host, each once.
 *
 * @param host the host, as the endpoint names it
 * @see HostDisks#list
 */
public record ListDisks(String host) implements ReadCommand<List<HostDisk>> {
    public ListDisks {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.disk.list";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public Placement placement() {
        return Placement.on(host);
    }
}
