package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Reads what a disk carries. */
final class ReadDiskContentRecipe implements ReadingRecipe<ReadDiskContent, DiskContent> {
    @Override
    public Class<ReadDiskContent> handles() {
        return ReadDiskContent.class;
    }

    @Override
    public DiskContent run(ReadDiskContent command, WindowsHost host) {
        return DiskReads.look(command.host(), command.naa(), host.powerShell()).content();
    }
}
