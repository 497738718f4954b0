package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsErrors;
import io.quorate.winrm.recipe.Words;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a host is in a cluster. {@code Get-Cluster} fails the same way on a host that is in none and on a member whose service is
 * stopped. Absence is proved by the service itself: the feature installs it disabled, and only a cluster's setup enables it.
 */
final class HostCluster {
    private static final Words START_TYPE = Words.of(0, "Boot")
            .and(1, "System")
            .and(2, "Automatic")
            .and(3, "Manual")
            .and(4, "Disabled");

    private HostCluster() {}

    private static PsPipeline serviceMessage() {
        return Line.message(
                Cmdlet.GET_SERVICE.line().with("Name", List.of("ClusSvc")).select(List.of("Name", "StartType")));
    }

    static Optional<Cluster> find(PowerShell shell) {
        try {
            return Optional.of(ClusterReads.cluster(shell));
        } catch (Fault fault) {
            if (WindowsErrors.isNoClusterService(fault) && neverSetUp(shell, fault)) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    private static boolean neverSetUp(PowerShell shell, Fault first) {
        try {
            return Decode.last(
                            shell.run(serviceMessage()),
                            "StartType",
                            "service ClusSvc",
                            value -> Decode.of(value, "service ClusSvc").word("StartType", START_TYPE))
                    .equalsIgnoreCase("Disabled");
        } catch (Fault fault) {
            first.addSuppressed(fault);
            return false;
        }
    }
}
