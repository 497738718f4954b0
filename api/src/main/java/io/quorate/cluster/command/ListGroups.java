package io.quorate.cluster.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the groups of the cluster, its own ones included.
 */
public record ListGroups() implements ReadCommand<List<ClusterGroup>> {
    @Override
    public String name() {
        return "cluster.group.list";
    }

    @Override
    public Target target() {
        return new Target("cluster", "groups");
    }

    @Override
    public Set<String> lists() {
        return Set.of("cluster group");
    }
}
