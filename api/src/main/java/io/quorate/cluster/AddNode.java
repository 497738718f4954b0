package io.quorate.cluster;

import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;

/**
 * Adds a host to the cluster, without its storage.
 *
 * @param node the host to add
 * @param satisfiedWhenPresent whether it is done, and no conflict, when it is there already
 */
public record AddNode(String node, boolean satisfiedWhenPresent) implements Command<ClusterNode> {
    public AddNode {
        Names.check("node", node);
    }

    /** Makes one for which it is a conflict when it is there already. */
    public AddNode(String node) {
        this(node, false);
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
    public Safety safety() {
        return Safety.GUARDED;
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
