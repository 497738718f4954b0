package io.quorate.host.command;

import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the disks of a host, each once.
 *
 * @param host the host, as the endpoint names it
 * @see HostDisks#list
 */
public record ListDisks(String host) implements ReadCommand<List<HostDisk>>, HostCommand<List<HostDisk>> {
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
    public Set<String> lists() {
        return Set.of("disk");
    }
}
