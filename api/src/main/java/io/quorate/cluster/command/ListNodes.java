package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the members of the cluster.
 */
public record ListNodes() implements ReadCommand<List<ClusterNode>> {
    @Override
    public String name() {
        return "cluster.node.list";
    }

    @Override
    public Target target() {
        return new Target("cluster", "nodes");
    }

    @Override
    public Set<String> lists() {
        return Set.of("cluster node");
    }
}
