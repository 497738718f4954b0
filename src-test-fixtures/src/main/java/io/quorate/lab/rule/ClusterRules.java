package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.DiskState;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.model.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The cluster itself: New-Cluster and Get-Cluster. */
final class ClusterRules {
    private static final String MODULE = "FailoverClusters\\";
    private static final Duration CREATION = Duration.ofSeconds(8);

    private ClusterRules() {}

    static void addTo(Rules rules) {
        rules.add(
                MODULE + "New-Cluster",
                Set.of("Name", "Node", "StaticAddress", "NoStorage", "AdministrativeAccessPoint", "Force"),
                ClusterRules::create);
        rules.add(MODULE + "Get-Cluster", Set.of("Name"), ClusterRules::get);
    }

    private static void create(Call call) {
        call.requireDelegation();
        String name = call.args().text("Name");
        List<String> given = call.args().texts("Node");
        List<String> members = given.isEmpty() ? List.of(call.host()) : given;
        for (String member : members) {
            if (call.estate().findHost(member).isEmpty()
                    || !call.estate()
                            .reaches(call.host(), call.estate().host(member).name())) {
                throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, member);
            }
        }
        Cluster cluster = call.change(() -> {
            Cluster made = call.estate().createCluster(name == null ? "" : name, members);
            if (!call.args().on("NoStorage")) {
                for (DiskState disk : made.availableDisks()) {
                    made.addDisk(disk.id());
                }
            }
            return made;
        });
        call.take(CREATION);
        call.await(
                "all nodes to be up",
                () -> cluster.nodes().stream().allMatch(NodeState::active),
                Duration.ofMinutes(3));
        call.write(call.objects().cluster(cluster));
    }

    private static void get(Call call) {
        String name = call.args().text("Name");
        if (name == null || name.equals(".")) {
            call.write(call.objects().cluster(call.cluster()));
            return;
        }
        Cluster named =
                call.estate().findCluster(name).orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, name));
        boolean own = call.estate().clusterOf(call.host()).filter(named::equals).isPresent();
        if (!own) {
            call.requireDelegation();
        } else if (!named.serves(call.host())) {
            throw new Refusal(Refusal.Reason.NO_CLUSTER_SERVICE, call.host());
        }
        call.write(call.objects().cluster(named));
    }
}
