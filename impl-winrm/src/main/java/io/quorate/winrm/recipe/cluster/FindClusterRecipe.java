package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.command.FindCluster;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/** Reads the cluster of a host, or that it has none. */
final class FindClusterRecipe implements ReadingRecipe<FindCluster, Optional<Cluster>> {
    @Override
    public Class<FindCluster> handles() {
        return FindCluster.class;
    }

    @Override
    public Optional<Cluster> run(FindCluster command, WindowsHost host) {
        return HostCluster.find(host.powerShell());
    }
}
