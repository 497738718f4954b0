package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.MoveSharedVolume;
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

/** Moves with {@code Move-ClusterSharedVolume}; looks first, and judges by the owner. */
final class MoveSharedVolumeRecipe extends Changing<MoveSharedVolume, SharedVolume, SharedVolume> {
    private static final String VOLUME = "quorateVolume";

    @Override
    public Class<MoveSharedVolume> handles() {
        return MoveSharedVolume.class;
    }

    @Override
    protected SharedVolume read(MoveSharedVolume command, WindowsHost host) {
        return read(command, host.powerShell());
    }

    private static SharedVolume read(MoveSharedVolume command, PowerShell shell) {
        List<SharedVolume> all = ClusterReads.volumes(shell.run(ClusterReads.volumesMessage()));
        return ClusterReads.volumeNamed(command.volume(), all)
                .orElseThrow(() -> ClusterReads.noVolume(command.volume(), all));
    }

    @Override
    protected Observation<SharedVolume> done(MoveSharedVolume command, SharedVolume seen) {
        return ClusterNode.sameHost(seen.owner(), command.node()) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(MoveSharedVolume command, SharedVolume seen) {
        return PipelineStep.of(move(command, seen.name()));
    }

    @Override
    protected SharedVolume unseen(MoveSharedVolume command) {
        return command.rehearsed();
    }

    private static PsPipeline move(MoveSharedVolume command, String volume) {
        boolean pattern = Line.isPattern(volume);
        Line line = Cmdlet.MOVE_CLUSTER_SHARED_VOLUME.line();
        Line move = (pattern ? line : line.with("Name", volume))
                .with("Node", command.node())
                .with("Wait", (int) command.atMost().toSeconds());
        if (!pattern) {
            return Line.message(ClusterReads.projectVolume(move));
        }
        return Line.message(
                Line.statement(
                        Cmdlet.GET_CLUSTER_SHARED_VOLUME.line(),
                        Line.where("Name", volume),
                        Cmdlet.SET_VARIABLE.line().with("Name", VOLUME).unasked()),
                Line.statement(
                        Cmdlet.GET_VARIABLE.line().with("Name", List.of(VOLUME)).flag("ValueOnly"),
                        move,
                        ClusterReads.projectVolume()));
    }

    @Override
    protected SharedVolume carryOut(MoveSharedVolume command, SharedVolume seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, move(command, seen.name()));
        SharedVolume after = read(command, shell);
        if (!ClusterNode.sameHost(after.owner(), command.node())) {
            String otherwise = "shared volume " + after.name() + " is " + after.state() + " on " + after.owner()
                    + ", not on " + command.node();
            throw isMoving(after) ? Answers.pending(otherwise) : Answers.failed(refusal, otherwise);
        }
        return after;
    }

    private static boolean isMoving(SharedVolume volume) {
        return volume.state().equals(ResourceState.PENDING)
                || volume.state().equals(ResourceState.ONLINE_PENDING)
                || volume.state().equals(ResourceState.OFFLINE_PENDING);
    }
}
