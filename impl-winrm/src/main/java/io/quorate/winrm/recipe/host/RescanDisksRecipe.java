package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.command.RescanDisks;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Has Windows look anew ({@code Update-HostStorageCache}) and lists what it sees. */
final class RescanDisksRecipe implements Recipe<RescanDisks, List<HostDisk>> {
    @Override
    public Class<RescanDisks> handles() {
        return RescanDisks.class;
    }

    @Override
    public List<PsPipeline> steps(RescanDisks command) {
        return List.of(message());
    }

    private static PsPipeline message() {
        return Line.message(Line.statement(Cmdlet.UPDATE_HOST_STORAGE_CACHE.line()), DiskReads.disks());
    }

    @Override
    public List<HostDisk> run(RescanDisks command, PowerShell shell) {
        return DiskReads.disks(command.host(), shell.run(message())).stream()
                .map(DiskReads.DiskRow::disk)
                .toList();
    }
}
