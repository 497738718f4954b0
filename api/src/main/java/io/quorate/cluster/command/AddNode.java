package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;

/**
 * Adds a host to the cluster, without its storage.
 *
 * @param node the host to add, by its computer's name, short or fully qualified
 */
public record AddNode(String node) implements GuardedCommand<ClusterNode> {
    public AddNode {
        Names.check("node", node);
        if (node.indexOf(':') >= 0 || node.matches("[0-9]+(\\.[0-9]+){3}")) {
            throw new IllegalArgumentException(
                    "a node is added by its computer's name, which is what Windows lists it by, not by an address: "
                            + node);
        }
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
        return new ClusterNode(node, Placeholder.TEXT, NodeState.UP, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.each(GetNode.class, get -> ClusterNode.sameHost(get.node(), node))
                        .found(rehearsed()),
                Foretold.each(FindCluster.class, find -> ClusterNode.sameHost(find.host(), node))
                        .unknown());
    }
}
