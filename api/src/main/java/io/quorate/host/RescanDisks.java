package io.quorate.host;

import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has Windows look for new, changed and vanished disks. Returns what it lists then.
 *
 * @param host the host, as the endpoint names it
 * @see HostDisks#rescan
 */
public record RescanDisks(String host) implements Command<List<HostDisk>> {
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
    public Placement placement() {
        return Placement.on(host);
    }

    @Override
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public List<HostDisk> rehearsed() {
        return List.of();
    }
}
