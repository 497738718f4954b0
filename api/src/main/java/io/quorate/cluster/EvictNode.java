package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Evicts a node: it leaves the cluster for good and its cluster configuration is wiped. Returns it as it was before.
 *
 * @param node the node
 * @param cluster the name of the cluster it is evicted from; a host that is in another cluster refuses
 * @param consent the caller's word, bound to {@code node@cluster}
 */
public record EvictNode(
        String node, String cluster, @Nullable Consent consent) implements Command<ClusterNode>, Destructive {
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
    public Safety safety() {
        return Safety.ONCE;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public ClusterNode rehearsed() {
        return new ClusterNode(
                node, Names.REHEARSED, NodeState.DOWN, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 0, 0);
    }
}
