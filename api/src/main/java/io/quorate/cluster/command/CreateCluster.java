package io.quorate.cluster.command;

import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterName;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Creates a cluster of one node, without storage. Runs on that node, which must not be in a cluster.
 *
 * @param cluster its name, a computer's name of at most 15 characters, or the distinguished name of its object ({@link ClusterName})
 * @param firstNode the host that becomes its first node
 * @param staticAddresses its addresses; empty means DHCP
 * @param accessPoint where the name is registered
 */
public record CreateCluster(String cluster, String firstNode, List<String> staticAddresses, AccessPoint accessPoint)
        implements GuardedCommand<Cluster> {
    public CreateCluster {
        ClusterName.of(cluster);
        Names.check("node", firstNode);
        staticAddresses = List.copyOf(staticAddresses);
        Objects.requireNonNull(accessPoint, "accessPoint");
    }

    @Override
    public String name() {
        return "cluster.create";
    }

    @Override
    public Target target() {
        return new Target("cluster", cluster);
    }

    @Override
    public Placement placement() {
        return Placement.on(firstNode);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Cluster rehearsed() {
        return new Cluster(ClusterName.of(cluster).name(), Placeholder.TEXT, "", Names.USUAL, true, 0);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.found(new GetCluster(), rehearsed()),
                Foretold.found(new FindCluster(firstNode), Optional.of(rehearsed())),
                Foretold.each(GetNode.class, get -> ClusterNode.sameHost(get.node(), firstNode))
                        .found(new ClusterNode(
                                firstNode,
                                Placeholder.TEXT,
                                NodeState.UP,
                                NodeStatus.NORMAL,
                                DrainState.NOT_INITIATED,
                                1,
                                1)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of(
                "cluster", "cluster node", "cluster group", "cluster disk", "cluster shared volume", "available disk");
    }
}
