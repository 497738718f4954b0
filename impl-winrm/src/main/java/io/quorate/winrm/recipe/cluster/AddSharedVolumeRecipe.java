package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Makes a disk a shared volume with {@code Add-ClusterSharedVolume}; one that is only available is added to the cluster first. */
final class AddSharedVolumeRecipe implements Recipe<AddSharedVolume, SharedVolume> {
    @Override
    public Class<AddSharedVolume> handles() {
        return AddSharedVolume.class;
    }

    private static final String RESOURCE = "quorateResource";

    /** A disk that the cluster does not manage yet. */
    private static PsPipeline fromAvailable(String id) {
        return Line.message(
                AvailableDisks.keep(id),
                AvailableDisks.add(
                        Cmdlet.SET_VARIABLE.line().with("Name", RESOURCE).unasked()),
                addKept(),
                ClusterReads.volumes(),
                ClusterReads.volumePaths(),
                ClusterReads.volumeParameters());
    }

    /** A disk that is a cluster resource. */
    private static PsPipeline fromResource(String id) {
        return Line.message(
                Line.statement(
                        Cmdlet.GET_CLUSTER_RESOURCE.line(),
                        Cmdlet.WHERE_OBJECT
                                .line()
                                .with("Property", "Id")
                                .flag("EQ")
                                .with("Value", id),
                        Cmdlet.SET_VARIABLE.line().with("Name", RESOURCE).unasked()),
                addKept(),
                ClusterReads.volumes(),
                ClusterReads.volumePaths(),
                ClusterReads.volumeParameters());
    }

    private static List<PsCommand> addKept() {
        return Line.statement(
                Cmdlet.GET_VARIABLE.line().with("Name", List.of(RESOURCE)).flag("ValueOnly"),
                Cmdlet.ADD_CLUSTER_SHARED_VOLUME.line(),
                ClusterReads.projectVolume());
    }

    /** Finds out how the disk becomes a volume. */
    private static PsPipeline add(AddSharedVolume command, PowerShell shell) {
        return ClusterReads.diskOf(command.diskId(), shell.run(ClusterReads.disksMessage()))
                .map(managed -> fromResource(managed.id()))
                .orElseGet(() -> fromAvailable(AvailableDisks.spelling(command.diskId(), shell)));
    }

    @Override
    public SharedVolume run(AddSharedVolume command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        return ClusterReads.volumeOn(command.diskId(), shell.run(add(command, shell)))
                .orElseThrow(() ->
                        Answers.notTaken("Windows reported success, but no shared volume is disk " + command.diskId()));
    }

    @Override
    public Observation<SharedVolume> look(AddSharedVolume command, WindowsHost host) {
        return Answers.seen(
                ClusterReads.volumeOn(command.diskId(), host.powerShell().run(ClusterReads.volumesMessage())));
    }

    @Override
    public List<PipelineStep> steps(AddSharedVolume command, WindowsHost host) {
        return PipelineStep.of(add(command, host.powerShell()));
    }

    @Override
    public List<PipelineStep> foreseen(AddSharedVolume command, String host) {
        return PipelineStep.of(fromAvailable(command.diskId()));
    }
}
