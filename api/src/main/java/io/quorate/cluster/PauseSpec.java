package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.cluster.command.PauseNode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a node is paused. Mutable inside the lambda it is handed to, and of no use outside. */
public final class PauseSpec {
    private boolean drain;
    private boolean wait;
    private @Nullable String target;
    private Duration limit = Duration.ofMinutes(30);

    PauseSpec() {}

    /** Moves the node's groups to other nodes; virtual machines are migrated live. */
    public PauseSpec drain() {
        drain = true;
        return this;
    }

    /** Waits until the drain has ended, at most for the given time. */
    public PauseSpec waitUntilDrained(Duration atMost) {
        wait = true;
        limit = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** Moves everything to one node instead of letting the cluster choose. */
    public PauseSpec to(String node) {
        target = Objects.requireNonNull(node, "node");
        return this;
    }

    PauseNode build(String node) {
        if (wait && !drain) {
            throw new IllegalArgumentException("pausing " + node + ": waiting for a drain without asking for one");
        }
        if (target != null && !drain) {
            throw new IllegalArgumentException("pausing " + node + ": a target node without a drain");
        }
        if (target != null && ClusterNode.sameHost(target, node)) {
            throw new IllegalArgumentException("pausing " + node + ": it cannot be drained to itself");
        }
        return new PauseNode(node, drain, wait, target, wait ? limit : Duration.ofMinutes(2));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("drain", drain)
                .with("wait", wait)
                .with("target", target)
                .with("limit", limit)
                .toString();
    }
}
