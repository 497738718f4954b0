package io.quorate.host.command;

import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has Windows look for new, changed and vanished disks. Returns what it lists then.
 *
 * @param host the host, as the endpoint names it
 * @see HostDisks#rescan
 */
public record RescanDisks(String host) implements ConvergingCommand<List<HostDisk>>, HostCommand<List<HostDisk>> {
    public RescanDisks {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.disk.rescan";
    }

    @Override
    public Target target() {
        return new Target("host", host);
    }

    @Override
    public List<HostDisk> rehearsed() {
        return List.of();
    }
}
