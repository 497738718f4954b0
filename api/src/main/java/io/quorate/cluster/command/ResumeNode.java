package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.Failback;
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

    /** What comes back. */
    @Override
    public Set<String> alsoChanges() {
        return failback == Failback.NONE
                ? Set.of()
                : Set.of("cluster group", "cluster disk", "cluster shared volume", "virtual machine");
    }

    @Override
    public ClusterNode rehearsed() {
        return new ClusterNode(node, Placeholder.TEXT, NodeState.UP, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.each(GetNode.class, get -> ClusterNode.sameHost(get.node(), node))
                .changed(before -> new ClusterNode(
                        before.name(),
                        before.id(),
                        NodeState.UP,
                        before.status(),
                        DrainState.NOT_INITIATED,
                        before.weight(),
                        before.vote())));
    }

    /** It ends a pause that drains still. */
    @Override
    public boolean cutsIn() {
        return true;
    }
}
