package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pause with drain: one virtual machine after the other moves away, by priority, then name. */
final class Drains {
    private static final Logger log = LoggerFactory.getLogger(Drains.class);

    private final Cluster cluster;
    private final World world;

    Drains(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    private Key<NodeState> key(String host) {
        return NodeState.key(cluster.name(), host);
    }

    void pause(NodeState node, boolean drain, @Nullable String target) {
        if (!node.active()) {
            throw new Refusal(Refusal.Reason.NODE_DOWN, node.host());
        }
        if (target != null) {
            cluster.groupOperations().requireTarget(target);
        }
        world.put(key(node.host()), node.with(NodeState.State.PAUSED));
        if (drain && node.drain() != NodeState.Drain.IN_PROGRESS) {
            world.update(key(node.host()), n -> n.withDrain(NodeState.Drain.IN_PROGRESS, target, List.of()));
            next(node.host(), List.of());
        }
    }

    void resume(NodeState node, boolean failback) {
        if (node.state() != NodeState.State.PAUSED) {
            throw new Refusal(Refusal.Reason.NODE_NOT_PAUSED, node.host());
        }
        List<String> drained = node.drained();
        world.put(
                key(node.host()),
                node.with(NodeState.State.UP).withDrain(NodeState.Drain.NOT_INITIATED, null, List.of()));
        if (failback) {
            for (String id : drained) {
                cluster.group(id)
                        .filter(g -> g.state() == GroupState.State.ONLINE || g.state() == GroupState.State.OFFLINE)
                        .ifPresent(g -> bringBack(g, node.host()));
            }
        }
    }

    /** One that cannot come back stays where it is and keeps no other from it. */
    private void bringBack(GroupState group, String host) {
        try {
            cluster.groupOperations().move(group, host);
        } catch (Refusal refusal) {
            log.debug("failback refused [group={}, node={}, reason={}]", group.name(), host, refusal.reason());
        }
    }

    /** A migration away from the node ended. */
    void ended(String host, MigrationState migration, boolean moved) {
        Optional<NodeState> node = world.find(key(host));
        if (node.isEmpty() || node.get().drain() != NodeState.Drain.IN_PROGRESS) {
            return;
        }
        if (moved) {
            drained(host, migration.group());
        }
        next(host, moved ? List.of() : List.of(migration.to()));
    }

    private void next(String host, List<String> failed) {
        List<GroupState> left = new ArrayList<>(cluster.owned(host));
        left.sort(Comparator.comparingInt((GroupState g) -> -g.priority()).thenComparing(GroupState::name));
        List<String> excluded = new ArrayList<>(failed);
        excluded.add(host);
        for (GroupState group : left) {
            String wanted = world.get(key(host)).drainTarget();
            Optional<String> target = cluster.candidates(excluded).stream()
                    .filter(h -> wanted == null || h.equals(wanted))
                    .filter(h -> cluster.roles().mayOwn(group, h))
                    .findFirst();
            try {
                cluster.groupOperations()
                        .move(
                                group,
                                target.orElseThrow(
                                        () -> new Refusal(Refusal.Reason.HOST_NODE_NOT_AVAILABLE, group.name())));
            } catch (Refusal refusal) {
                world.update(key(host), n -> n.withDrain(NodeState.Drain.FAILED, n.drainTarget(), n.drained()));
                return;
            }
            if (cluster.migration(group.id()).isPresent()) {
                return;
            }
            drained(host, group.id());
        }
        world.update(key(host), n -> n.withDrain(NodeState.Drain.COMPLETED, n.drainTarget(), n.drained()));
    }

    private void drained(String host, String group) {
        NodeState node = world.get(key(host));
        List<String> more = new ArrayList<>(node.drained());
        more.add(group);
        world.put(key(host), node.withDrain(node.drain(), node.drainTarget(), more));
    }
}
