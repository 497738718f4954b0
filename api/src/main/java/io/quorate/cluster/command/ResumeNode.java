package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.Failback;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * Lets a paused node accept groups again.
 *
 * @param node the node
 * @param failback what happens to the groups a drain moved away
 */
public record ResumeNode(String node, Failback failback) implements ConvergingCommand<ClusterNode> {
    public ResumeNode {
        Names.check("node", node);
        Objects.requireNonNull(failback, "failback");
    }

    @Override
    public String name() {
        return "cluster.node.resume";
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
