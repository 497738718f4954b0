package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.Refusal;
import java.util.Set;

/** Quorum: read it, set or drop the disk witness. Setting the same witness again drops and takes its vote, as Windows does. */
final class QuorumRules {
    private static final String MODULE = "FailoverClusters\\";

    private QuorumRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-ClusterQuorum", Set.of("Cluster", "InputObject"), call -> {
            Cluster cluster = call.cluster();
            call.write(call.objects().quorum(cluster));
        });
        rules.add(
                MODULE + "Set-ClusterQuorum",
                Set.of("DiskWitness", "NoWitness", "InputObject", "Cluster"),
                QuorumRules::set);
    }

    private static void set(Call call) {
        Cluster cluster = call.cluster();
        String disk = call.args().text("DiskWitness");
        if (disk == null && !call.args().on("NoWitness")) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, "Set-ClusterQuorum");
        }
        call.change(() -> {
            if (disk != null) {
                String wanted = cluster.resource(disk)
                        .orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, disk))
                        .id();
                if (wanted.equals(cluster.state().witness())) {
                    cluster.setWitness(null);
                }
                cluster.setWitness(wanted);
            } else {
                cluster.setWitness(null);
            }
        });
        call.write(call.objects().quorum(cluster));
    }
}
