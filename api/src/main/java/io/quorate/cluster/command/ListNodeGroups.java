package io.quorate.cluster.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the groups of the cluster that are on a node.
 *
 * @param node the node's name
 */
public record ListNodeGroups(String node) implements ReadCommand<List<ClusterGroup>> {
    public ListNodeGroups {
        Objects.requireNonNull(node, "node");
    }

    @Override
    public String name() {
        return "cluster.node.group.list";
    }

    @Override
    public Target target() {
        return new Target("groups of cluster node", node);
    }

    @Override
    public Set<String> lists() {
        return Set.of("cluster group");
    }
}
