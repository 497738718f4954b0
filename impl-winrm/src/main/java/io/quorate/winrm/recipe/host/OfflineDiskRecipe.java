package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.command.OfflineDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/** Takes a disk offline with {@code Set-Disk}. */
final class OfflineDiskRecipe implements Recipe<OfflineDisk, HostDisk> {
    @Override
    public Class<OfflineDisk> handles() {
        return OfflineDisk.class;
    }

    @Override
    public List<PsPipeline> steps(OfflineDisk command) {
        return List.of(Line.message(DiskReads.disks()), set(command.naa().hex()));
    }

    private static PsPipeline set(String uniqueId) {
        return Line.message(
                Line.statement(Cmdlet.SET_DISK.line().with("UniqueId", uniqueId).with("IsOffline", true)));
    }

    @Override
    public HostDisk run(OfflineDisk command, PowerShell shell) {
        HostDisk disk = DiskReads.disk(command.host(), command.naa(), shell).disk();
        if (disk.offline()) {
            return disk;
        }
        OnlineDiskRecipe.refuseClustered(disk);
        Fault refusal = Answers.attempt(shell, set(disk.uniqueId()));
        HostDisk after = DiskReads.disk(command.host(), command.naa(), shell).disk();
        if (!after.offline()) {
            throw Answers.failed(refusal, "the disk is online");
        }
        return after;
    }

    @Override
    public Observation<HostDisk> observe(OfflineDisk command, PowerShell shell) {
        return Answers.observe(() -> Optional.of(
                        DiskReads.disk(command.host(), command.naa(), shell).disk())
                .filter(HostDisk::offline));
    }
}
