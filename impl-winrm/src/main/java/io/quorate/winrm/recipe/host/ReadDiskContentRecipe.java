package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** Reads what a disk carries. */
final class ReadDiskContentRecipe implements Recipe<ReadDiskContent, DiskContent> {
    @Override
    public Class<ReadDiskContent> handles() {
        return ReadDiskContent.class;
    }

    @Override
    public List<PsPipeline> steps(ReadDiskContent command) {
        return DiskReads.lookMessages(command.naa().hex());
    }

    @Override
    public DiskContent run(ReadDiskContent command, PowerShell shell) {
        return DiskReads.look(command.host(), command.naa(), shell).content();
    }
}
