package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.ClusterDisk;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Adds an available disk, chosen by its identity, with {@code Add-ClusterDisk}. */
final class AddDiskRecipe implements Recipe<AddDisk, ClusterDisk> {
    @Override
    public Class<AddDisk> handles() {
        return AddDisk.class;
    }

    @Override
    public List<PsPipeline> steps(AddDisk command) {
        return List.of(Line.message(ClusterReads.availableDisks()), add(command.diskId()));
    }

    private static PsPipeline add(String id) {
        return Line.message(
                AvailableDisks.keep(id),
                AvailableDisks.add(ClusterReads.projectResource()),
                ClusterReads.resources(),
                ClusterReads.storageParameters());
    }

    @Override
    public ClusterDisk run(AddDisk command, PowerShell shell) {
        String id = AvailableDisks.spelling(command.diskId(), shell);
        return ClusterReads.diskOf(command.diskId(), shell.run(add(id)))
                .orElseThrow(() -> Answers.notTaken(
                        "Windows reported success, but the cluster manages no disk " + command.diskId()));
    }

    @Override
    public Observation<ClusterDisk> observe(AddDisk command, PowerShell shell) {
        return Answers.observe(() -> ClusterReads.diskOf(command.diskId(), shell.run(ClusterReads.disksMessage())));
    }
}
