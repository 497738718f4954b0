package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.command.AddDisk;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Adds an available disk, chosen by its identity, with {@code Add-ClusterDisk}. */
final class AddDiskRecipe implements Recipe<AddDisk, ClusterDisk> {
    @Override
    public Class<AddDisk> handles() {
        return AddDisk.class;
    }

    private static PsPipeline add(String id) {
        return Line.message(
                AvailableDisks.keep(id),
                AvailableDisks.add(ClusterReads.projectResource()),
                ClusterReads.resources(),
                ClusterReads.storageParameters());
    }

    @Override
    public ClusterDisk run(AddDisk command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        String id = AvailableDisks.spelling(command.diskId(), shell);
        return ClusterReads.diskOf(command.diskId(), shell.run(add(id)))
                .orElseThrow(() -> Answers.notTaken(
                        "Windows reported success, but the cluster manages no disk " + command.diskId()));
    }

    @Override
    public Observation<ClusterDisk> look(AddDisk command, WindowsHost host) {
        return Answers.seen(
                ClusterReads.diskOf(command.diskId(), host.powerShell().run(ClusterReads.disksMessage())));
    }

    @Override
    public List<PipelineStep> steps(AddDisk command, WindowsHost host) {
        return PipelineStep.of(add(AvailableDisks.spelling(command.diskId(), host.powerShell())));
    }

    @Override
    public List<PipelineStep> foreseen(AddDisk command, String host) {
        return PipelineStep.of(add(command.diskId()));
    }
}
