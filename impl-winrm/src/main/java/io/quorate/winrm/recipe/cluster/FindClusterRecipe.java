package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.command.FindCluster;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/** Reads the cluster of a host, or that it has none. */
final class FindClusterRecipe implements Recipe<FindCluster, Optional<Cluster>> {
    @Override
    public Class<FindCluster> handles() {
        return FindCluster.class;
    }

    @Override
    public List<PsPipeline> steps(FindCluster command) {
        return List.of(Line.message(ClusterReads.cluster()), HostCluster.serviceMessage());
    }

    @Override
    public Optional<Cluster> run(FindCluster command, PowerShell shell) {
        return HostCluster.find(shell);
    }
}
