package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.command.OfflineDisk;
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

/** Takes a disk offline with {@code Set-Disk}. */
final class OfflineDiskRecipe extends Changing<OfflineDisk, HostDisk, HostDisk> {
    @Override
    public Class<OfflineDisk> handles() {
        return OfflineDisk.class;
    }

    @Override
    protected HostDisk read(OfflineDisk command, WindowsHost host) {
        return DiskReads.disk(command.host(), command.naa(), host.powerShell()).disk();
    }

    @Override
    protected Observation<HostDisk> done(OfflineDisk command, HostDisk seen) {
        return seen.offline() ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected void refuse(OfflineDisk command, HostDisk seen) {
        OnlineDiskRecipe.refuseClustered(seen);
    }

    @Override
    protected List<PipelineStep> change(OfflineDisk command, HostDisk seen) {
        return PipelineStep.of(set(seen.uniqueId()));
    }

    @Override
    protected HostDisk unseen(OfflineDisk command) {
        return Unseen.disk(command.host(), command.naa());
    }

    private static PsPipeline set(String uniqueId) {
        return Line.message(
                Line.statement(Cmdlet.SET_DISK.line().with("UniqueId", uniqueId).with("IsOffline", true)));
    }

    @Override
    protected HostDisk carryOut(OfflineDisk command, HostDisk seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, set(seen.uniqueId()));
        HostDisk after = DiskReads.disk(command.host(), command.naa(), shell).disk();
        if (!after.offline()) {
            throw Answers.failed(refusal, "the disk is online");
        }
        return after;
    }
}
