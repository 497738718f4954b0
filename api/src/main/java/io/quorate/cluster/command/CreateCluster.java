package io.quorate.cluster.command;

import io.quorate.cluster.AccessPoint;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Creates a cluster of one node, without storage. Runs on that node, which must not be in a cluster.
 *
 * @param cluster its name: a NetBIOS name of at most 15 characters
 * @param firstNode the host that becomes its first node
 * @param staticAddresses its addresses; empty means DHCP
 * @param accessPoint where the name is registered
 */
public record CreateCluster(String cluster, String firstNode, List<String> staticAddresses, AccessPoint accessPoint)
        implements GuardedCommand<Cluster> {
    public CreateCluster {
        Names.check("cluster", cluster);
        Names.check("node", firstNode);
        if (cluster.length() > 15) {
            throw new IllegalArgumentException("a cluster's name has at most 15 characters (NetBIOS): " + cluster);
        }
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
        ClusterSettings usual = new ClusterSettings(
                Duration.ofSeconds(1),
                20,
                Duration.ofSeconds(1),
                20,
                ResiliencyLevel.ALWAYS_ISOLATE,
                Duration.ofMinutes(4),
                Duration.ofSeconds(20));
        return new Cluster(cluster, Names.REHEARSED, "", usual, true, 0);
    }
}
