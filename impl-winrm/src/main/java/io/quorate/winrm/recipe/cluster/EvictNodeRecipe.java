package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.command.EvictNode;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

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

    @Override
    public List<PsPipeline> steps(EvictNode command) {
        return List.of(identify(), remove(command.node()));
    }

    private static PsPipeline identify() {
        return Line.message(ClusterReads.cluster(), ClusterReads.nodes());
    }

    private static PsPipeline remove(String node) {
        return Line.message(Line.statement(Cmdlet.REMOVE_CLUSTER_NODE
                .line()
                .with("Name", List.of(node))
                .flag("Force")
                .unasked()));
    }

    @Override
    public ClusterNode run(EvictNode command, PowerShell shell) {
        List<PsValue> output = shell.run(identify());
        Cluster cluster = Decode.last(output, ClusterReads.CLUSTER_MARK, "cluster", ClusterReads::cluster);
        if (!cluster.name().equalsIgnoreCase(command.cluster())) {
            throw Answers.notTaken(
                    "nothing was evicted: the host is in cluster " + cluster.name() + ", not " + command.cluster());
        }
        ClusterNode node = ClusterReads.named(
                Decode.all(output, ClusterReads.NODE_MARK, List.of(ClusterReads.CLUSTER_MARK), ClusterReads::node),
                command.node());
        shell.run(remove(node.name()));
        return node;
    }
}
