package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Resumes with {@code Resume-ClusterNode}; looks first. */
final class ResumeNodeRecipe extends Changing<ResumeNode, ClusterNode, ClusterNode> {
    @Override
    public Class<ResumeNode> handles() {
        return ResumeNode.class;
    }

    @Override
    protected ClusterNode read(ResumeNode command, WindowsHost host) {
        return ClusterReads.node(command.node(), host.powerShell());
    }

    @Override
    protected Observation<ClusterNode> done(ResumeNode command, ClusterNode seen) {
        if (seen.isUp()) {
            return Observation.present(seen);
        }
        return isPaused(seen)
                ? Observation.absent()
                : Observation.unknown(
                        "node " + seen.name() + " is " + seen.state() + ", which does not tell whether it is paused",
                        null);
    }

    @Override
    protected List<PipelineStep> change(ResumeNode command, ClusterNode seen) {
        return PipelineStep.of(resume(command, seen.name()));
    }

    @Override
    protected ClusterNode unseen(ResumeNode command) {
        return command.rehearsed();
    }

    private static PsPipeline resume(ResumeNode command, String node) {
        Line resume = Cmdlet.RESUME_CLUSTER_NODE
                .line()
                .with("Name", List.of(node))
                .with("Failback", command.failback().word());
        return Line.message(ClusterReads.projectNode(resume), ClusterReads.nodes());
    }

    @Override
    protected ClusterNode carryOut(ResumeNode command, ClusterNode seen, WindowsHost host) {
        ClusterNode node = ClusterReads.readBack(host.powerShell().run(resume(command, seen.name())), seen.name());
        if (isPaused(node)) {
            throw Answers.notTaken("node " + node.name() + " was resumed and is still " + node.state());
        }
        return node;
    }

    private static boolean isPaused(ClusterNode node) {
        return node.state().equals(NodeState.PAUSED);
    }
}
