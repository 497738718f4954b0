package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pipes exactly the volume that the consent names, kept in a variable first, into {@code Remove-ClusterSharedVolume}; judges by the list
 * afterwards.
 */
final class RemoveSharedVolumeRecipe
        extends Changing<RemoveSharedVolume, RemoveSharedVolumeRecipe.Volumes, List<SharedVolume>> {
    private static final String VOLUME = "quorateVolume";

    /**
     * The shared volumes of the cluster.
     *
     * @param wanted the one to remove; null if it is not among them
     */
    record Volumes(@Nullable SharedVolume wanted, List<SharedVolume> all) {
        static Volumes read(RemoveSharedVolume command, PowerShell shell) {
            List<SharedVolume> all = ClusterReads.volumes(shell.run(ClusterReads.volumesMessage()));
            SharedVolume wanted = all.stream()
                    .filter(volume -> volume.id().equalsIgnoreCase(command.id()))
                    .findFirst()
                    .orElse(null);
            return new Volumes(wanted, all);
        }
    }

    @Override
    public Class<RemoveSharedVolume> handles() {
        return RemoveSharedVolume.class;
    }

    @Override
    protected Volumes read(RemoveSharedVolume command, WindowsHost host) {
        return Volumes.read(command, host.powerShell());
    }

    @Override
    protected Observation<List<SharedVolume>> done(RemoveSharedVolume command, Volumes seen) {
        return seen.wanted() == null ? Observation.present(seen.all()) : Observation.absent();
    }

    @Override
    protected void refuse(RemoveSharedVolume command, Volumes seen) {
        SharedVolume volume = seen.wanted();
        if (volume != null && !volume.identity().equalsIgnoreCase(command.identity())) {
            throw Answers.refused(
                    "nothing was removed: the volume is " + volume.identity() + ", and the consent is for "
                            + command.identity(),
                    null);
        }
    }

    @Override
    protected List<PipelineStep> change(RemoveSharedVolume command, Volumes seen) {
        return PipelineStep.of(remove(command, seen));
    }

    @Override
    protected Volumes unseen(RemoveSharedVolume command) {
        return new Volumes(null, List.of());
    }

    private static PsPipeline remove(RemoveSharedVolume command, Volumes seen) {
        String id = seen.wanted() == null ? command.id() : seen.wanted().id();
        return Line.message(
                Line.statement(
                        Cmdlet.GET_CLUSTER_SHARED_VOLUME.line(),
                        Line.where("Id", id),
                        Cmdlet.SET_VARIABLE.line().with("Name", VOLUME).unasked()),
                Line.statement(
                        Cmdlet.GET_VARIABLE.line().with("Name", List.of(VOLUME)).flag("ValueOnly"),
                        Cmdlet.REMOVE_CLUSTER_SHARED_VOLUME.line().unasked(),
                        ClusterReads.projectResource()));
    }

    @Override
    protected List<SharedVolume> carryOut(RemoveSharedVolume command, Volumes seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, remove(command, seen));
        Volumes left = Volumes.read(command, shell);
        if (left.wanted() != null) {
            throw Answers.failed(
                    refusal,
                    "the cluster still lists shared volume " + left.wanted().name());
        }
        return left.all();
    }
}
