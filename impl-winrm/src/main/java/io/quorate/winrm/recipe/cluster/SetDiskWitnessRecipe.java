package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Quorum;
import io.quorate.cluster.QuorumType;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Sets the witness with {@code Set-ClusterQuorum}, only if it is another: setting the same one drops and re-creates its vote. */
final class SetDiskWitnessRecipe implements Recipe<SetDiskWitness, Quorum> {
    @Override
    public Class<SetDiskWitness> handles() {
        return SetDiskWitness.class;
    }

    @Override
    public List<PsPipeline> steps(SetDiskWitness command) {
        return List.of(ClusterReads.quorumMessage(), set(command.resource()));
    }

    private static PsPipeline set(String resource) {
        return Line.message(
                ClusterReads.projectQuorum(Cmdlet.SET_CLUSTER_QUORUM.line().with("DiskWitness", resource)),
                ClusterReads.quorum(),
                ClusterReads.resources());
    }

    @Override
    public Quorum run(SetDiskWitness command, PowerShell shell) {
        Quorum quorum = ClusterReads.quorum(shell);
        if (isSet(quorum, command)) {
            return quorum;
        }
        quorum = ClusterReads.quorum(shell.run(set(command.resource())));
        if (!isSet(quorum, command)) {
            throw Answers.notTaken("the disk witness was set to " + command.resource() + " and reads " + quorum);
        }
        return quorum;
    }

    private static boolean isSet(Quorum quorum, SetDiskWitness command) {
        return quorum.type().equals(QuorumType.MAJORITY) && quorum.hasDiskWitness(command.resource());
    }
}
