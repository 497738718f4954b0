package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.command.AddNode;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Adds a host with {@code Add-ClusterNode}, without its storage. */
final class AddNodeRecipe extends Sending<AddNode, ClusterNode> {
    @Override
    public Class<AddNode> handles() {
        return AddNode.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.ALWAYS;
    }

    @Override
    protected PsPipeline message(AddNode command) {
        Line add = Cmdlet.ADD_CLUSTER_NODE
                .line()
                .with("Name", List.of(command.node()))
                .flag("NoStorage");
        return Line.message(ClusterReads.projectNode(add), ClusterReads.nodes());
    }

    @Override
    protected ClusterNode judge(AddNode command, List<PsValue> output, PowerShell shell) {
        return ClusterReads.readBack(output, command.node());
    }

    @Override
    public Observation<ClusterNode> look(AddNode command, WindowsHost host) {
        return Answers.seen(ClusterReads.find(command.node(), ClusterReads.nodes(host.powerShell())));
    }
}
