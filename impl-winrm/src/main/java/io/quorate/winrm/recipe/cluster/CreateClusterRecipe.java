package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterName;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Creates a cluster with {@code New-Cluster}, always of one node and without storage. */
final class CreateClusterRecipe extends Sending<CreateCluster, Cluster> {
    @Override
    public Class<CreateCluster> handles() {
        return CreateCluster.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.ALWAYS;
    }

    @Override
    protected PsPipeline message(CreateCluster command) {
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
        return Line.message(ClusterReads.projectCluster(create), ClusterReads.cluster());
    }

    @Override
    protected Cluster judge(CreateCluster command, List<PsValue> output, PowerShell shell) {
        return Decode.last(output, ClusterReads.CLUSTER_MARK, "cluster", ClusterReads::cluster);
    }

    /** Present is a cluster of that name on the host. A host in another cluster does not have the effect: Windows refuses to go on. */
    @Override
    public Observation<Cluster> look(CreateCluster command, WindowsHost host) {
        ClusterName name = ClusterName.of(command.cluster());
        return Answers.seen(HostCluster.find(host.powerShell()).filter(found -> name.means(found.name())));
    }
}
