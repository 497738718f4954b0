package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Creates a cluster with {@code New-Cluster}, always of one node and without storage. */
final class CreateClusterRecipe implements Recipe<CreateCluster, Cluster> {
    @Override
    public Class<CreateCluster> handles() {
        return CreateCluster.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.ALWAYS;
    }

    @Override
    public List<PsPipeline> steps(CreateCluster command) {
        Line create = Cmdlet.NEW_CLUSTER
                .line()
                .with("Name", command.cluster())
                .with("Node", List.of(command.firstNode()))
                .flag("NoStorage")
                .with("AdministrativeAccessPoint", command.accessPoint().word())
                .flag("Force");
        if (!command.staticAddresses().isEmpty()) {
            create = create.with("StaticAddress", command.staticAddresses());
        }
        return List.of(Line.message(ClusterReads.projectCluster(create), ClusterReads.cluster()));
    }

    @Override
    public Cluster run(CreateCluster command, PowerShell shell) {
        return Decode.last(
                shell.run(steps(command).get(0)), ClusterReads.CLUSTER_MARK, "cluster", ClusterReads::cluster);
    }

    /** Present is a cluster of that name on the host. A host in another cluster does not have the effect: Windows refuses to go on. */
    @Override
    public Observation<Cluster> observe(CreateCluster command, PowerShell shell) {
        return Answers.observe(
                () -> HostCluster.find(shell).filter(found -> found.name().equalsIgnoreCase(command.cluster())));
    }
}
