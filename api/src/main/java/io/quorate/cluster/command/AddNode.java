package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import java.time.Duration;

/**
 * Adds a host to the cluster, without its storage.
 *
 * @param node the host to add
 */
public record AddNode(String node) implements GuardedCommand<ClusterNode> {
    public AddNode {
        Names.check("node", node);
    }

    @Override
    public String name() {
        return "cluster.node.add";
    }

    @Override
    public Target target() {
        return new Target("cluster node", node);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public ClusterNode rehearsed() {
        return new ClusterNode(node, Names.REHEARSED, NodeState.UP, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1);
    }
}
