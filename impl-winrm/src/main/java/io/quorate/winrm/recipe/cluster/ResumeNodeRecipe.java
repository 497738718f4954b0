package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Resumes with {@code Resume-ClusterNode}; looks first. */
final class ResumeNodeRecipe implements Recipe<ResumeNode, ClusterNode> {
    @Override
    public Class<ResumeNode> handles() {
        return ResumeNode.class;
    }

    @Override
    public List<PsPipeline> steps(ResumeNode command) {
        return List.of(Line.message(ClusterReads.nodes()), resume(command, command.node()));
    }

    private static PsPipeline resume(ResumeNode command, String node) {
        Line resume = Cmdlet.RESUME_CLUSTER_NODE
                .line()
                .with("Name", List.of(node))
                .with("Failback", command.failback().word());
        return Line.message(ClusterReads.projectNode(resume), ClusterReads.nodes());
    }

    @Override
    public ClusterNode run(ResumeNode command, PowerShell shell) {
        ClusterNode node = ClusterReads.node(command.node(), shell);
        if (node.isUp()) {
            return node;
        }
        node = ClusterReads.readBack(shell.run(resume(command, node.name())), node.name());
        if (node.state().equals(NodeState.PAUSED)) {
            throw Answers.notTaken("node " + node.name() + " was resumed and is still " + node.state());
        }
        return node;
    }
}
