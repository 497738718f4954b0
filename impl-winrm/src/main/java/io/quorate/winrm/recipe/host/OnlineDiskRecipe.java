package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a disk online and makes it writable: two calls of {@code Set-Disk}, whose parameter sets keep the two apart. */
final class OnlineDiskRecipe implements Recipe<OnlineDisk, HostDisk> {
    @Override
    public Class<OnlineDisk> handles() {
        return OnlineDisk.class;
    }

    @Override
    public List<PsPipeline> steps(OnlineDisk command) {
        return List.of(Line.message(DiskReads.disks()), set(command.naa().hex(), true, true));
    }

    private static PsPipeline set(String uniqueId, boolean online, boolean writable) {
        List<List<PsCommand>> statements = new ArrayList<>();
        if (online) {
            statements.add(set(uniqueId, "IsOffline"));
        }
        if (writable) {
            statements.add(set(uniqueId, "IsReadOnly"));
        }
        return Line.message(statements);
    }

    private static List<PsCommand> set(String uniqueId, String property) {
        return Line.statement(Cmdlet.SET_DISK.line().with("UniqueId", uniqueId).with(property, false));
    }

    @Override
    public HostDisk run(OnlineDisk command, PowerShell shell) {
        HostDisk disk = DiskReads.disk(command.host(), command.naa(), shell).disk();
        if (isDone(disk)) {
            return disk;
        }
        refuseClustered(disk);
        Fault refusal = Answers.attempt(shell, set(disk.uniqueId(), disk.offline(), true));
        HostDisk after = DiskReads.disk(command.host(), command.naa(), shell).disk();
        if (!isDone(after)) {
            throw Answers.failed(refusal, "the disk is " + (after.offline() ? "offline" : "read-only"));
        }
        return after;
    }

    static void refuseClustered(HostDisk disk) {
        if (disk.clustered()) {
            throw Answers.refused(
                    "nothing was changed: the cluster owns disk " + disk.uniqueId(),
                    "put its resource into maintenance, or take it out of the cluster first");
        }
    }

    private static boolean isDone(HostDisk disk) {
        return !disk.offline() && !disk.readOnly();
    }

    @Override
    public Observation<HostDisk> observe(OnlineDisk command, PowerShell shell) {
        return Answers.observe(() -> Optional.of(
                        DiskReads.disk(command.host(), command.naa(), shell).disk())
                .filter(OnlineDiskRecipe::isDone));
    }
}
