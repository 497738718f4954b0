package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pauses a node, so that it accepts no more groups, and drains it if asked to.
 *
 * @param node the node
 * @param drain whether its groups move away
 * @param waitUntilDrained whether to wait until they have
 * @param destination where everything goes; null lets the cluster choose
 * @param deadline how long the call may take
 */
public record PauseNode(
        String node,
        boolean drain,
        boolean waitUntilDrained,
        @Nullable String destination,
        Duration deadline) implements ConvergingCommand<ClusterNode> {
    public PauseNode {
        Names.check("node", node);
        if (destination != null) {
            Names.check("node", destination);
        }
        Objects.requireNonNull(deadline, "deadline");
    }

    @Override
    public String name() {
        return "cluster.node.pause";
    }

    @Override
    public Target target() {
        return new Target("cluster node", node);
    }

    @Override
    public ClusterNode rehearsed() {
        return new ClusterNode(
                node,
                Names.REHEARSED,
                NodeState.PAUSED,
                NodeStatus.NORMAL,
                drain ? DrainState.COMPLETED : DrainState.NOT_INITIATED,
                1,
                1);
    }
}
