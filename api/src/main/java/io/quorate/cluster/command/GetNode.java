package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads one member; fails with kind {@code NOT_FOUND} after a list without it.
 *
 * @param node the node's name
 */
public record GetNode(String node) implements ReadCommand<ClusterNode> {
    public GetNode {
        Objects.requireNonNull(node, "node");
    }

    @Override
    public String name() {
        return "cluster.node.get";
    }

    @Override
    public Target target() {
        return new Target("cluster node", node);
    }
}
