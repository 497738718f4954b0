package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.Quorum;
import io.quorate.cluster.QuorumType;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Sets the witness with {@code Set-ClusterQuorum}, only if it is another: setting the same one drops and re-creates its vote. */
final class SetDiskWitnessRecipe extends Changing<SetDiskWitness, Quorum, Quorum> {
    @Override
    public Class<SetDiskWitness> handles() {
        return SetDiskWitness.class;
    }

    @Override
    protected Quorum read(SetDiskWitness command, WindowsHost host) {
        return ClusterReads.quorum(host.powerShell());
    }

    @Override
    protected Observation<Quorum> done(SetDiskWitness command, Quorum seen) {
        return isSet(seen, command) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(SetDiskWitness command, Quorum seen) {
        return PipelineStep.of(set(command.resource()));
    }

    @Override
    protected Quorum unseen(SetDiskWitness command) {
        return command.rehearsed();
    }

    private static PsPipeline set(String resource) {
        return Line.message(
                ClusterReads.projectQuorum(Cmdlet.SET_CLUSTER_QUORUM.line().with("DiskWitness", resource)),
                ClusterReads.quorum(),
                ClusterReads.resources());
    }

    @Override
    protected Quorum carryOut(SetDiskWitness command, Quorum seen, WindowsHost host) {
        Quorum quorum = ClusterReads.quorum(host.powerShell().run(set(command.resource())));
        if (!isSet(quorum, command)) {
            throw Answers.notTaken("the disk witness was set to " + command.resource() + " and reads " + quorum);
        }
        return quorum;
    }

    private static boolean isSet(Quorum quorum, SetDiskWitness command) {
        return quorum.type().equals(QuorumType.MAJORITY) && quorum.hasDiskWitness(command.resource());
    }
}
