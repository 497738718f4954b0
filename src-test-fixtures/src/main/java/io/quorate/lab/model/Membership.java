package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is in the cluster: detection, regroup, votes, join. A node that falls silent is declared Down after SameSubnetDelay x
 * SameSubnetThreshold; then the partition with more than half of the votes goes on and the others stop.
 */
final class Membership {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Cluster cluster;
    private final World world;
    private final String path;

    Membership(Cluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.path = ClusterState.key(cluster.name()).path();
    }

    private Key<NodeState> key(String host) {
        return NodeState.key(cluster.name(), host);
    }

    private NodeState node(String host) {
        return world.get(key(host));
    }

    // coming

    void found(String host) {
        enter(host, NodeState.State.UP);
        recount();
    }

    void join(String host) {
        enter(host, NodeState.State.JOINING);
        finishJoin(host);
    }

    private void enter(String host, NodeState.State state) {
        int number = cluster.state().lastNumber() + 1;
        world.put(
                key(host),
                new NodeState(
                        cluster.name(),
                        host,
                        number,
                        state,
                        0,
                        NodeState.Drain.NOT_INITIATED,
                        null,
                        List.of(),
                        1,
                        0,
                        true,
                        List.of()));
        world.update(ClusterState.key(cluster.name()), c -> c.withNode(host, number));
    }

    /** The host's cluster service starts: it joins the cluster that is there, or helps to form it. */
    void startService(String host) {
        if (world.find(key(host)).isEmpty()
                || cluster.estate().power(host) != Power.UP
                || node(host).service()) {
            return;
        }
        if (cluster.state().quorate() && node(host).active()) {
            // back before anybody noticed: the others drop the old incarnation first
            regroup();
        }
        world.update(key(host), n -> n.withService(true));
        if (quarantined(host)) {
            return;
        }
        world.update(key(host), n -> n.with(NodeState.State.JOINING));
        finishJoin(host);
    }

    private void finishJoin(String host) {
        world.schedule(cluster.estate().timings().join(), key(host).path(), host + " joins", () -> {
            if (world.find(key(host)).isEmpty()) {
                return;
            }
            NodeState node = node(host);
            if (node.state() != NodeState.State.JOINING || !node.service()) {
                return;
            }
            if (!cluster.state().quorate()) {
                formAgain(host);
            } else if (cluster.nodes().stream()
                    .anyMatch(n -> n.active() && n.service() && cluster.estate().reaches(host, n.host()))) {
                world.put(key(host), node.with(NodeState.State.UP).withInfo(NodeState.ISOLATED, false));
                recount();
                cluster.groupOperations().nodeUp(host);
                cluster.storage().refresh();
            }
        });
    }

    /** More than half of the last votes must be here, the witness included. */
    private void formAgain(String host) {
        List<String> here = cluster.nodes().stream()
                .filter(n -> n.service()
                        && n.state() == NodeState.State.JOINING
                        && cluster.estate().reaches(host, n.host()))
                .map(NodeState::host)
                .toList();
        if (!votes().majority(here, arbitrates(here))) {
            return;
        }
        world.update(ClusterState.key(cluster.name()), c -> c.withQuorum(true));
        for (NodeState node : cluster.nodes()) {
            boolean waits = node.service() && node.state() == NodeState.State.JOINING;
            NodeState.State next = here.contains(node.host())
                    ? NodeState.State.UP
                    : waits ? NodeState.State.JOINING : NodeState.State.DOWN;
            world.put(key(node.host()), node.with(next).withInfo(NodeState.ISOLATED, false));
        }
        recount();
        here.forEach(cluster.groupOperations()::nodeUp);
        cluster.groupOperations().bringWanted();
        cluster.storage().refresh();
    }

    private boolean quarantined(String host) {
        ClusterState state = cluster.state();
        long threshold = state.setting("QuarantineThreshold");
        NodeState node = node(host);
        Duration now = world.time().now();
        long recent = node.failures().stream()
                .filter(at -> now.minus(at).compareTo(HOUR) <= 0)
                .count();
        long others = cluster.nodes().stream()
                .filter(n -> (n.info() & NodeState.QUARANTINED) != 0)
                .count();
        if (threshold == 0
                || recent < threshold
                || (others + 1) * 4 > cluster.nodes().size()) {
            return false;
        }
        world.put(key(host), node.withInfo(NodeState.QUARANTINED, true));
        Duration time = Duration.ofSeconds(state.setting("QuarantineDuration"));
        world.schedule(time, key(host).path(), host + " leaves quarantine", () -> {
            if (world.find(key(host)).isEmpty()) {
                return;
            }
            NodeState later = world.update(key(host), n -> n.withInfo(NodeState.QUARANTINED, false));
            if (later.service() && later.state() == NodeState.State.DOWN) {
                world.update(key(host), n -> n.with(NodeState.State.JOINING));
                finishJoin(host);
            }
        });
        return true;
    }

    // going

    /** The service is gone, silently: power cut. The others find out in their own time. */
    void serviceGone(String host) {
        world.update(key(host), n -> n.withService(false));
        silent();
    }

    /** The service died, the host lives: its recovery action starts it again. */
    void serviceKilled(String host) {
        if (!node(host).service()) {
            return;
        }
        serviceGone(host);
        restartLater(host);
    }

    void linksChanged() {
        silent();
        for (NodeState node : cluster.nodes()) {
            // a mended link lets a node in that waits outside
            if (node.service() && node.state() == NodeState.State.JOINING) {
                finishJoin(node.host());
            }
        }
    }

    private void silent() {
        if (cluster.nodes().stream().noneMatch(NodeState::service)) {
            loseQuorum(List.of());
            return;
        }
        world.schedule(cluster.detection(), World.FIRST, path, "regroup of " + cluster.name(), this::regroup);
    }

    /** Finds out who still answers, and decides who goes on. */
    void regroup() {
        if (!cluster.state().quorate()) {
            return;
        }
        List<String> active = cluster.nodes().stream()
                .filter(NodeState::active)
                .map(NodeState::host)
                .toList();
        List<List<String>> partitions = partitions(active);
        if (partitions.size() == 1 && partitions.get(0).size() == active.size()) {
            return;
        }
        Votes votes = votes();
        List<String> winner = List.of();
        boolean witnessTaken = false;
        for (List<String> partition : defenderFirst(partitions)) {
            boolean witness = !witnessTaken && arbitrates(partition);
            witnessTaken |= witness;
            if (votes.majority(partition, witness)) {
                winner = partition;
                break;
            }
        }
        if (winner.isEmpty()) {
            loseQuorum(active);
            return;
        }
        List<String> lost = new ArrayList<>(active);
        lost.removeAll(winner);
        for (String host : lost) {
            NodeState node = node(host);
            if (cluster.estate().power(host) == Power.UP) {
                cluster.groupOperations().storageLost(host);
            }
            if (node.service()) {
                restartLater(host);
            }
            world.put(
                    key(host),
                    node.with(NodeState.State.DOWN)
                            .withService(false)
                            .withDrain(NodeState.Drain.NOT_INITIATED, null, List.of())
                            .withFailure(world.time().now()));
        }
        world.update(ClusterState.key(cluster.name()), c -> c.withQuorum(true));
        recount();
        lost.forEach(this::departed);
        cluster.storage().refresh();
    }

    private void departed(String host) {
        ClusterState state = cluster.state();
        long period = state.setting("ResiliencyDefaultPeriod");
        // a live host whose cluster service died gives notice; a power cut does not
        boolean notice = cluster.estate().power(host) == Power.UP;
        boolean isolate = period > 0 && (notice || state.setting("ResiliencyLevel") == 2);
        List<GroupState> waiting = isolate ? cluster.groupOperations().unmonitor(host) : List.of();
        if (!waiting.isEmpty()) {
            world.update(key(host), n -> n.withInfo(NodeState.ISOLATED, true));
            world.schedule(
                    Duration.ofSeconds(period), key(host).path(), "resiliency period of " + host + " ends", () -> {
                        if (world.find(key(host)).isPresent()) {
                            world.update(key(host), n -> n.withInfo(NodeState.ISOLATED, false));
                        }
                        cluster.groupOperations().giveUp(host);
                    });
        }
        cluster.groupOperations().nodeGone(host);
    }

    private void loseQuorum(List<String> active) {
        if (!cluster.state().quorate()) {
            return;
        }
        world.update(ClusterState.key(cluster.name()), c -> c.withQuorum(false));
        for (NodeState node : cluster.nodes()) {
            if (!node.active() && node.state() != NodeState.State.JOINING) {
                continue;
            }
            world.put(key(node.host()), node.with(NodeState.State.DOWN).withService(false));
            if (node.service() && active.contains(node.host())) {
                cluster.groupOperations().storageLost(node.host());
            }
            if (cluster.estate().power(node.host()) == Power.UP) {
                restartLater(node.host());
            }
        }
        cluster.groupOperations().allOffline();
    }

    private void restartLater(String host) {
        world.schedule(
                cluster.estate().timings().serviceRestart(),
                key(host).path(),
                "recovery action of " + host + " restarts the cluster service",
                () -> startService(host));
    }

    void evict(NodeState node, boolean force) {
        if (cluster.nodes().size() == 1) {
            throw new Refusal(Refusal.Reason.CANT_EVICT_ACTIVE_NODE, node.host());
        }
        boolean runs = cluster.owned(node.host()).stream()
                .anyMatch(g -> g.type() == GroupState.VIRTUAL_MACHINE && g.state() != GroupState.State.OFFLINE);
        if (runs && node.active() && !force) {
            throw new Refusal(Refusal.Reason.CANT_EVICT_ACTIVE_NODE, node.host());
        }
        List<String> rest = cluster.nodes().stream()
                .filter(n -> n.active() && !n.host().equals(node.host()))
                .map(NodeState::host)
                .toList();
        if (rest.isEmpty()) {
            throw new Refusal(Refusal.Reason.CANT_EVICT_ACTIVE_NODE, node.host());
        }
        // leaves in good order: its vote goes first
        world.put(key(node.host()), node.with(NodeState.State.DOWN).withService(false));
        recount();
        cluster.groupOperations().releaseAll(node.host());
        world.update(ClusterState.key(cluster.name()), c -> c.withoutNode(node.host()));
        world.remove(key(node.host()));
        recount();
        cluster.storage().refresh();
    }

    // votes

    Votes votes() {
        Map<String, Integer> now = new LinkedHashMap<>();
        cluster.nodes().forEach(n -> now.put(n.host(), n.dynamicWeight()));
        return new Votes(
                now, cluster.state().witness() == null ? 0 : cluster.state().witnessVote());
    }

    /** Assigns the votes anew after a change that kept quorum. */
    void recount() {
        ClusterState state = cluster.state();
        Map<String, Integer> weights = new LinkedHashMap<>();
        List<String> up = new ArrayList<>();
        String lower = null;
        for (NodeState node : cluster.nodes()) {
            weights.put(node.host(), node.weight());
            if (node.active()) {
                up.add(node.host());
            }
            if (node.number() == state.setting("LowerQuorumPriorityNodeId")) {
                lower = node.host();
            }
        }
        Votes votes = Votes.assign(
                weights,
                up,
                cluster.storage().witnessAlive(),
                state.setting("DynamicQuorum") == 1,
                lower,
                this::choice);
        for (NodeState node : cluster.nodes()) {
            world.put(key(node.host()), node.withVote(votes.nodes().getOrDefault(node.host(), 0)));
        }
        world.update(ClusterState.key(cluster.name()), c -> c.withWitnessVote(votes.witness()));
    }

    private int choice(int n) {
        return world.random().stream(path + "/votes").nextInt(n);
    }

    private boolean arbitrates(List<String> partition) {
        String witness = cluster.state().witness();
        return witness != null
                && cluster.resource(witness)
                        .map(r -> cluster.storage().reachable(r, partition))
                        .orElse(false);
    }

    /** The partition that holds the witness's disk defends it. */
    private List<List<String>> defenderFirst(List<List<String>> partitions) {
        String owner = cluster.groupsOfType(GroupState.CLUSTER).stream()
                .map(GroupState::owner)
                .findFirst()
                .orElse("");
        List<List<String>> ordered = new ArrayList<>(partitions);
        ordered.sort(Comparator.comparing((List<String> p) -> !p.contains(owner)));
        return ordered;
    }

    private List<List<String>> partitions(List<String> active) {
        List<String> left = new ArrayList<>(active.stream()
                .filter(h -> node(h).service() && cluster.estate().power(h) == Power.UP)
                .toList());
        List<List<String>> partitions = new ArrayList<>();
        while (!left.isEmpty()) {
            List<String> partition = new ArrayList<>(List.of(left.remove(0)));
            for (int i = 0; i < partition.size(); i++) {
                String from = partition.get(i);
                List<String> near = left.stream()
                        .filter(h -> cluster.estate().reaches(from, h))
                        .toList();
                partition.addAll(near);
                left.removeAll(near);
            }
            partitions.add(partition);
        }
        return partitions;
    }
}
