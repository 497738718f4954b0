package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.shell.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Nodes: list, add, pause with drain, resume, evict. */
final class NodeRules {
    private static final String MODULE = "FailoverClusters\\";

    private NodeRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-ClusterNode", Set.of("Name", "InputObject", "Cluster"), NodeRules::get);
        rules.add(MODULE + "Add-ClusterNode", Set.of("Name", "NoStorage", "InputObject", "Cluster"), NodeRules::add);
        rules.add(
                MODULE + "Suspend-ClusterNode",
                Set.of("Name", "Drain", "ForceDrain", "Wait", "TargetNode", "InputObject", "Cluster"),
                NodeRules::suspend);
        rules.add(
                MODULE + "Resume-ClusterNode", Set.of("Name", "Failback", "InputObject", "Cluster"), NodeRules::resume);
        rules.add(
                MODULE + "Remove-ClusterNode",
                Set.of("Name", "Force", "Wait", "InputObject", "Cluster"),
                NodeRules::remove);
    }

    private static void get(Call call) {
        Cluster cluster = call.cluster();
        List<String> names = call.args().texts("Name");
        if (names.isEmpty()) {
            cluster.nodes().forEach(n -> call.write(call.objects().node(cluster, n)));
            return;
        }
        for (NodeState node : named(cluster, names)) {
            call.write(call.objects().node(cluster, node));
        }
    }

    private static List<NodeState> named(Cluster cluster, List<String> names) {
        List<NodeState> found = new ArrayList<>();
        for (String name : names) {
            if (Call.wild(name)) {
                cluster.nodes().stream().filter(n -> Call.like(n.host(), name)).forEach(found::add);
            } else {
                found.add(cluster.node(name).orElseThrow(() -> new Refusal(Refusal.Reason.NODE_NOT_FOUND, name)));
            }
        }
        return found;
    }

    /** The nodes a cmdlet is about: named, piped, or the host itself. */
    private static List<NodeState> targets(Call call, Cluster cluster) {
        List<String> names = new ArrayList<>(call.args().texts("Name"));
        call.models("InputObject", NodeState.class).forEach(n -> names.add(n.host()));
        return named(cluster, names.isEmpty() ? List.of(call.host()) : names);
    }

    private static void add(Call call) {
        call.requireDelegation();
        Cluster cluster = call.cluster();
        List<String> names = call.args().texts("Name");
        for (String name : names) {
            if (call.estate().findHost(name).isEmpty()
                    || !call.estate()
                            .reaches(call.host(), call.estate().host(name).name())) {
                throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, name);
            }
            call.change(() -> cluster.addNode(name));
        }
        call.await(
                "the nodes to join",
                () -> names.stream()
                        .allMatch(n -> cluster.node(n).filter(NodeState::active).isPresent()),
                Duration.ofMinutes(3));
        if (!call.args().on("NoStorage")) {
            call.change(() -> cluster.availableDisks().forEach(d -> cluster.addDisk(d.id())));
        }
        named(cluster, names).forEach(n -> call.write(call.objects().node(cluster, n)));
    }

    private static void suspend(Call call) {
        Cluster cluster = call.cluster();
        boolean drain = call.args().on("Drain") || call.args().on("ForceDrain");
        boolean wait = call.args().on("Wait") || Values.number(call.args().get("Wait")) != null;
        for (NodeState node : targets(call, cluster)) {
            call.change(() -> cluster.pause(node.host(), drain, call.args().text("TargetNode")));
            if (drain && wait) {
                call.await(
                        "the drain of " + node.host(),
                        () -> cluster.node(node.host())
                                .filter(n -> n.drain() == NodeState.Drain.IN_PROGRESS)
                                .isEmpty(),
                        call.patience());
            }
            cluster.node(node.host()).ifPresent(n -> call.write(call.objects().node(cluster, n)));
        }
    }

    private static void resume(Call call) {
        Cluster cluster = call.cluster();
        String failback = call.args().text("Failback");
        boolean back = failback != null && !failback.equalsIgnoreCase("NoFailback");
        for (NodeState node : targets(call, cluster)) {
            call.change(() -> cluster.resume(node.host(), back));
            cluster.node(node.host()).ifPresent(n -> call.write(call.objects().node(cluster, n)));
        }
    }

    private static void remove(Call call) {
        Cluster cluster = call.cluster();
        for (NodeState node : targets(call, cluster)) {
            call.requireDelegation(node.host());
            call.change(() -> cluster.evict(node.host(), call.args().on("Force")));
        }
    }
}
