package io.quorate.cluster.command;

import io.quorate.cluster.AvailableDisk;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the disks that every node sees and the cluster does not use yet.
 */
public record ListAvailableDisks() implements ReadCommand<List<AvailableDisk>> {
    @Override
    public String name() {
        return "cluster.disk.available";
    }

    @Override
    public Target target() {
        return new Target("cluster", "available disks");
    }

    @Override
    public Set<String> lists() {
        return Set.of("available disk");
    }
}
