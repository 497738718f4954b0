package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.command.PauseNode;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.stream.Collectors;

/** Pauses and drains with {@code Suspend-ClusterNode}; looks first, and judges a drain by the node's own word. */
final class PauseNodeRecipe extends Changing<PauseNode, ClusterNode, ClusterNode> {
    @Override
    public Class<PauseNode> handles() {
        return PauseNode.class;
    }

    @Override
    protected ClusterNode read(PauseNode command, WindowsHost host) {
        return ClusterReads.node(command.node(), host.powerShell());
    }

    @Override
    protected Observation<ClusterNode> done(PauseNode command, ClusterNode seen) {
        if (!isPaused(seen)) {
            return Observation.absent();
        }
        if (isDrained(seen) || (!command.drain() && !command.waitUntilDrained())) {
            return Observation.present(seen);
        }
        return seen.drain().equals(DrainState.IN_PROGRESS) ? Answers.untold(undrained(seen)) : Observation.absent();
    }

    /** A drain that was not asked for is not begun for whoever only waits for it. */
    @Override
    protected void refuse(PauseNode command, ClusterNode seen) {
        if (isPaused(seen) && !command.drain()) {
            throw undrained(seen);
        }
    }

    @Override
    protected List<PipelineStep> change(PauseNode command, ClusterNode seen) {
        return PipelineStep.of(suspend(command, seen.name()));
    }

    @Override
    protected ClusterNode unseen(PauseNode command) {
        return command.rehearsed();
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
    protected ClusterNode carryOut(PauseNode command, ClusterNode seen, WindowsHost host) {
        ClusterNode node = ClusterReads.readBack(host.powerShell().run(suspend(command, seen.name())), seen.name());
        if (!isPaused(node)) {
            String said = "node " + node.name() + " was paused and is " + node.state();
            throw node.state().equals(NodeState.JOINING) ? Answers.pending(said) : Answers.notTaken(said);
        }
        if (command.waitUntilDrained() && !isDrained(node)) {
            throw node.drain().equals(DrainState.FAILED) ? left(node, host) : undrained(node);
        }
        return node;
    }

    private static Fault undrained(ClusterNode node) {
        String said = "node " + node.name() + " is paused, and its drain is " + node.drain();
        return node.drain().equals(DrainState.IN_PROGRESS) ? Answers.pending(said) : Answers.notTaken(said);
    }

    /** Says which groups did not go, and what is the matter with them. */
    private static Fault left(ClusterNode node, WindowsHost host) {
        List<ClusterGroup> all;
        try {
            all = ClusterReads.groups(host.powerShell());
        } catch (Fault untold) {
            return undrained(node);
        }
        String groups = all.stream()
                .filter(group -> ClusterNode.sameHost(group.owner(), node.name()))
                .map(ClusterGroup::inWords)
                .sorted()
                .collect(Collectors.joining(", "));
        return Answers.refused(
                "node " + node.name() + " is paused, and its drain is " + node.drain() + "; "
                        + (groups.isEmpty() ? "nothing is left on it" : "still on it: " + groups),
                "move what is left, which tells why it cannot, or resume the node");
    }

    private static boolean isPaused(ClusterNode node) {
        return node.state().equals(NodeState.PAUSED);
    }

    private static boolean isDrained(ClusterNode node) {
        return node.drain().equals(DrainState.COMPLETED);
    }
}
