package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a drain takes some time: " + deadline);
        }
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
        return after(new ClusterNode(
                node, Placeholder.TEXT, NodeState.UP, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.each(GetNode.class, get -> ClusterNode.sameHost(get.node(), node))
                .changed(this::after));
    }

    private ClusterNode after(ClusterNode before) {
        return new ClusterNode(
                before.name(),
                before.id(),
                NodeState.PAUSED,
                before.status(),
                drain ? DrainState.COMPLETED : before.drain(),
                before.weight(),
                before.vote());
    }

    /** What a drain moves away. */
    @Override
    public Set<String> alsoChanges() {
        return drain ? Set.of("cluster group", "cluster disk", "cluster shared volume", "virtual machine") : Set.of();
    }
}
