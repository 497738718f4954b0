package io.quorate.cluster.command;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.OnceCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Evicts a node: it leaves the cluster for good and its cluster configuration is wiped. Returns it as it was before.
 *
 * @param node the node
 * @param cluster the name of the cluster it is evicted from; a host that is in another cluster refuses
 */
public record EvictNode(String node, String cluster) implements OnceCommand<ClusterNode>, Destructive {
    public EvictNode {
        Names.check("node", node);
        Names.check("cluster", cluster);
    }

    @Override
    public String identity() {
        return node + "@" + cluster;
    }

    @Override
    public String name() {
        return "cluster.node.evict";
    }

    @Override
    public Target target() {
        return new Target("cluster node", node + "@" + cluster);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public ClusterNode rehearsed() {
        return new ClusterNode(
                node, Placeholder.TEXT, NodeState.DOWN, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 0, 0);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.each(GetNode.class, get -> ClusterNode.sameHost(get.node(), node))
                        .gone(),
                Foretold.gone(new GetNode(node)),
                Foretold.each(FindCluster.class, find -> ClusterNode.sameHost(find.host(), node))
                        .unknown());
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group", "cluster disk", "cluster shared volume", "virtual machine");
    }
}
