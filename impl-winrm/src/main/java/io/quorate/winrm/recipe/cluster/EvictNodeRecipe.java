package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.NodeStatus;
import io.quorate.cluster.command.EvictNode;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Optional;

/** Evicts with {@code Remove-ClusterNode}, after checking that this is the cluster the consent names. */
final class EvictNodeRecipe implements Recipe<EvictNode, ClusterNode> {
    @Override
    public Class<EvictNode> handles() {
        return EvictNode.class;
    }

    @Override
    public Delegation delegation() {
        return Delegation.FALLBACK;
    }

    /** A cluster and its members, read in one message. */
    private record Members(Cluster cluster, List<ClusterNode> nodes) {
        static Members read(PowerShell shell) {
            List<PsValue> output = shell.run(Line.message(ClusterReads.cluster(), ClusterReads.nodes()));
            return new Members(
                    Decode.last(output, ClusterReads.CLUSTER_MARK, "cluster", ClusterReads::cluster),
                    Decode.all(output, ClusterReads.NODE_MARK, List.of(ClusterReads.CLUSTER_MARK), ClusterReads::node));
        }

        /** Finds the node among the members of that very cluster. */
        Optional<ClusterNode> find(EvictNode command) {
            if (!cluster.name().equalsIgnoreCase(command.cluster())) {
                throw Answers.notTaken(
                        "nothing was evicted: the host is in cluster " + cluster.name() + ", not " + command.cluster());
            }
            return ClusterReads.find(command.node(), nodes);
        }

        ClusterNode get(EvictNode command) {
            return find(command).orElseThrow(() -> ClusterReads.noNode(command.node(), nodes));
        }
    }

    private static PsPipeline remove(String node) {
        return Line.message(Line.statement(Cmdlet.REMOVE_CLUSTER_NODE
                .line()
                .with("Name", List.of(node))
                .flag("Force")
                .unasked()));
    }

    @Override
    public ClusterNode run(EvictNode command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        ClusterNode node = Members.read(shell).get(command);
        shell.run(remove(node.name()));
        return node;
    }

    /** Present is the list of that cluster without the node. What it was before is not known any more. */
    @Override
    public Observation<ClusterNode> look(EvictNode command, WindowsHost host) {
        return Members.read(host.powerShell()).find(command).isPresent()
                ? Observation.absent()
                : Observation.present(new ClusterNode(
                        command.node(), "", NodeState.DOWN, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 0, 0));
    }

    @Override
    public List<PipelineStep> steps(EvictNode command, WindowsHost host) {
        return PipelineStep.of(
                remove(Members.read(host.powerShell()).get(command).name()));
    }

    @Override
    public List<PipelineStep> foreseen(EvictNode command, String host) {
        return PipelineStep.of(remove(command.node()));
    }
}
