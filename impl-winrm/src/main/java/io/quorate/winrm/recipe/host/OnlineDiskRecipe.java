package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;

/** Brings a disk online and makes it writable: two calls of {@code Set-Disk}, whose parameter sets keep the two apart. */
final class OnlineDiskRecipe extends Changing<OnlineDisk, HostDisk, HostDisk> {
    @Override
    public Class<OnlineDisk> handles() {
        return OnlineDisk.class;
    }

    @Override
    protected HostDisk read(OnlineDisk command, WindowsHost host) {
        return DiskReads.disk(command.host(), command.naa(), host.powerShell()).disk();
    }

    @Override
    protected Observation<HostDisk> done(OnlineDisk command, HostDisk seen) {
        return isDone(seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected void refuse(OnlineDisk command, HostDisk seen) {
        refuseClustered(seen);
    }

    static void refuseClustered(HostDisk disk) {
        if (disk.clustered()) {
            throw Answers.refused(
                    "nothing was changed: the cluster owns disk " + disk.uniqueId(),
                    "put its resource into maintenance, or take it out of the cluster first");
        }
    }

    @Override
    protected List<PipelineStep> change(OnlineDisk command, HostDisk seen) {
        return PipelineStep.of(set(seen));
    }

    @Override
    protected HostDisk unseen(OnlineDisk command) {
        return Unseen.disk(command.host(), command.naa());
    }

    private static PsPipeline set(HostDisk disk) {
        List<List<PsCommand>> statements = new ArrayList<>();
        if (disk.offline()) {
            statements.add(set(disk.uniqueId(), "IsOffline"));
        }
        statements.add(set(disk.uniqueId(), "IsReadOnly"));
        return Line.message(statements);
    }

    private static List<PsCommand> set(String uniqueId, String property) {
        return Line.statement(Cmdlet.SET_DISK.line().with("UniqueId", uniqueId).with(property, false));
    }

    @Override
    protected HostDisk carryOut(OnlineDisk command, HostDisk seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, set(seen));
        HostDisk after = DiskReads.disk(command.host(), command.naa(), shell).disk();
        if (!isDone(after)) {
            throw Answers.failed(refusal, "the disk is " + (after.offline() ? "offline" : "read-only"));
        }
        return after;
    }

    private static boolean isDone(HostDisk disk) {
        return !disk.offline() && !disk.readOnly();
    }
}
