package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.cluster.SharedVolume;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/**
 * Pipes exactly the volume that the consent names, kept in a variable first, into {@code Remove-ClusterSharedVolume}; judges by the list
 * afterwards.
 */
final class RemoveSharedVolumeRecipe implements Recipe<RemoveSharedVolume, List<SharedVolume>> {
    private static final String VOLUME = "quorateVolume";

    @Override
    public Class<RemoveSharedVolume> handles() {
        return RemoveSharedVolume.class;
    }

    @Override
    public List<PsPipeline> steps(RemoveSharedVolume command) {
        return List.of(ClusterReads.volumesMessage(), remove(command.id()));
    }

    private static PsPipeline remove(String id) {
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
    public List<SharedVolume> run(RemoveSharedVolume command, PowerShell shell) {
        List<SharedVolume> volumes = ClusterReads.volumes(shell.run(ClusterReads.volumesMessage()));
        Optional<SharedVolume> there = find(command, volumes);
        if (there.isEmpty()) {
            return volumes;
        }
        if (!there.get().identity().equalsIgnoreCase(command.identity())) {
            throw Answers.refused(
                    "nothing was removed: the volume is " + there.get().identity() + ", and the consent is for "
                            + command.identity(),
                    null);
        }
        Fault refusal = Answers.attempt(shell, remove(there.get().id()));
        List<SharedVolume> left = ClusterReads.volumes(shell.run(ClusterReads.volumesMessage()));
        if (find(command, left).isPresent()) {
            throw Answers.failed(
                    refusal,
                    "the cluster still lists shared volume " + there.get().name());
        }
        return left;
    }

    private static Optional<SharedVolume> find(RemoveSharedVolume command, List<SharedVolume> volumes) {
        return volumes.stream()
                .filter(volume -> volume.id().equalsIgnoreCase(command.id()))
                .findFirst();
    }
}
