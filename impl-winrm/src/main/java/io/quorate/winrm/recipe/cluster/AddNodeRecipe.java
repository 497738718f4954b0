package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.ClusterNode;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Adds a host with {@code Add-ClusterNode}, without its storage. */
final class AddNodeRecipe implements Recipe<AddNode, ClusterNode> {
    @Override
    public Class<AddNode> handles() {
        return AddNode.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.ALWAYS;
    }

    @Override
    public List<PsPipeline> steps(AddNode command) {
        Line add = Cmdlet.ADD_CLUSTER_NODE
                .line()
                .with("Name", List.of(command.node()))
                .flag("NoStorage");
        return List.of(Line.message(ClusterReads.projectNode(add), ClusterReads.nodes()));
    }

    @Override
    public ClusterNode run(AddNode command, PowerShell shell) {
        return ClusterReads.readBack(shell.run(steps(command).get(0)), command.node());
    }

    @Override
    public Observation<ClusterNode> observe(AddNode command, PowerShell shell) {
        return Answers.observe(() -> ClusterReads.nodes(shell).stream()
                .filter(node -> node.isNamed(command.node()))
                .findFirst());
    }
}
