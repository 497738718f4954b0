package io.quorate.cluster.command;

import io.quorate.cluster.ClusterDisk;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the disks that the cluster manages as resources; shared volumes are not among them.
 */
public record ListClusterDisks() implements ReadCommand<List<ClusterDisk>> {
    @Override
    public String name() {
        return "cluster.disk.list";
    }

    @Override
    public Target target() {
        return new Target("cluster", "disks");
    }

    @Override
    public Set<String> lists() {
        return Set.of("cluster disk");
    }
}
