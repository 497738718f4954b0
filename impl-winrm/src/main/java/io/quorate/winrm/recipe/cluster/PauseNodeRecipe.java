package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.command.PauseNode;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Pauses and drains with {@code Suspend-ClusterNode}; looks first, and judges a drain by the node's own word. */
final class PauseNodeRecipe implements Recipe<PauseNode, ClusterNode> {
    @Override
    public Class<PauseNode> handles() {
        return PauseNode.class;
    }

    @Override
    public List<PsPipeline> steps(PauseNode command) {
        return List.of(Line.message(ClusterReads.nodes()), suspend(command, command.node()));
    }

    private static PsPipeline suspend(PauseNode command, String node) {
        Line suspend = Cmdlet.SUSPEND_CLUSTER_NODE.line().with("Name", List.of(node));
        if (command.drain()) {
            suspend = suspend.flag("Drain");
        }
        if (command.waitUntilDrained()) {
            suspend = suspend.flag("Wait");
        }
        if (command.destination() != null) {
            suspend = suspend.with("TargetNode", command.destination());
        }
        return Line.message(ClusterReads.projectNode(suspend.unasked()), ClusterReads.nodes());
    }

    @Override
    public ClusterNode run(PauseNode command, PowerShell shell) {
        ClusterNode node = ClusterReads.node(command.node(), shell);
        boolean drained = node.drain().equals(DrainState.COMPLETED);
        if (!node.state().equals(NodeState.PAUSED) || (command.drain() && !drained)) {
            node = ClusterReads.readBack(shell.run(suspend(command, node.name())), node.name());
        }
        if (!node.state().equals(NodeState.PAUSED)) {
            throw Answers.notTaken("node " + node.name() + " was paused and is " + node.state());
        }
        if (command.waitUntilDrained() && !node.drain().equals(DrainState.COMPLETED)) {
            String said = "node " + node.name() + " is paused, and its drain is " + node.drain();
            throw node.drain().equals(DrainState.IN_PROGRESS) ? Answers.pending(said) : Answers.notTaken(said);
        }
        return node;
    }
}
