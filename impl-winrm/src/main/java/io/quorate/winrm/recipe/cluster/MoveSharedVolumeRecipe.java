package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.SharedVolume;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Moves with {@code Move-ClusterSharedVolume}; looks first, and judges by the owner. */
final class MoveSharedVolumeRecipe implements Recipe<MoveSharedVolume, SharedVolume> {
    @Override
    public Class<MoveSharedVolume> handles() {
        return MoveSharedVolume.class;
    }

    @Override
    public List<PsPipeline> steps(MoveSharedVolume command) {
        return List.of(ClusterReads.volumesMessage(), move(command, command.volume()), ClusterReads.volumesMessage());
    }

    private static PsPipeline move(MoveSharedVolume command, String volume) {
        return Line.message(ClusterReads.projectVolume(Cmdlet.MOVE_CLUSTER_SHARED_VOLUME
                .line()
                .with("Name", volume)
                .with("Node", command.node())
                .with("Wait", (int) command.atMost().toSeconds())));
    }

    @Override
    public SharedVolume run(MoveSharedVolume command, PowerShell shell) {
        SharedVolume volume = read(command, shell);
        if (ClusterNode.sameHost(volume.owner(), command.node())) {
            return volume;
        }
        Fault refusal = Answers.attempt(shell, move(command, volume.name()));
        SharedVolume after = read(command, shell);
        if (!ClusterNode.sameHost(after.owner(), command.node())) {
            throw Answers.failed(
                    refusal,
                    "shared volume " + after.name() + " is " + after.state() + " on " + after.owner() + ", not on "
                            + command.node());
        }
        return after;
    }

    private static SharedVolume read(MoveSharedVolume command, PowerShell shell) {
        return ClusterReads.volumeNamed(
                        command.volume(), ClusterReads.volumes(shell.run(ClusterReads.volumesMessage())))
                .orElseThrow(() -> Answers.notFound("the cluster has no shared volume " + command.volume()));
    }
}
