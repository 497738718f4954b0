package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.command.WipeDisk;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.host.DiskReads.DiskRow;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import java.util.List;

/** Wipes with {@code Clear-Disk}: looks first, and pipes in only the very disk that was seen, compared once more on the host. */
final class WipeDiskRecipe implements Recipe<WipeDisk, HostDisk> {
    @Override
    public Class<WipeDisk> handles() {
        return WipeDisk.class;
    }

    @Override
    public List<PsPipeline> steps(WipeDisk command) {
        return List.of(
                Line.message(DiskReads.disks()),
                clear(new Seen(
                        command.uniqueId(), PsValue.int64(command.size().bytes()), Samples.AS_SEEN, Samples.AS_SEEN)));
    }

    private static PsPipeline clear(Seen seen) {
        return DiskReads.change(
                seen,
                Cmdlet.CLEAR_DISK.line().flag("RemoveData").flag("RemoveOEM").unasked());
    }

    @Override
    public HostDisk run(WipeDisk command, PowerShell shell) {
        DiskRow seen = DiskReads.disk(command.host(), command.naa(), shell);
        HostDisk disk = seen.disk();
        refuse(command, seen);
        if (isEmpty(seen)) {
            return disk;
        }
        Fault refusal = Answers.attempt(shell, clear(seen.seen()));
        DiskRow after = DiskReads.disk(command.host(), command.naa(), shell);
        if (!isEmpty(after)) {
            throw Answers.failed(
                    refusal, "the disk still has table " + after.disk().style());
        }
        return after.disk();
    }

    private static void refuse(WipeDisk command, DiskRow seen) {
        HostDisk disk = seen.disk();
        if (!disk.identity().equalsIgnoreCase(command.identity())) {
            throw Answers.refused(
                    "nothing was wiped: the disk is " + disk.identity() + ", and the consent is for "
                            + command.identity(),
                    null);
        }
        if (disk.clustered()) {
            throw Answers.refused("nothing was wiped: the cluster owns the disk", "take it out of the cluster first");
        }
        if (disk.offline() || disk.readOnly() || !seen.readable()) {
            throw Answers.refused(
                    "nothing was wiped: the disk is "
                            + (disk.offline() ? "offline" : disk.readOnly() ? "read-only" : "not readable") + " on "
                            + command.host(),
                    "bring it online first, when no other host uses it any more");
        }
    }

    private static boolean isEmpty(DiskRow row) {
        return row.disk().style() == PartitionStyle.RAW && row.partitions() == 0;
    }
}
