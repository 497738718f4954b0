package io.quorate.winrm.recipe.host;

import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.command.WipeDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.DiskReads.DiskRow;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wipes with {@code Clear-Disk}: looks first, and pipes in only the very disk that was seen, compared once more on the host. */
final class WipeDiskRecipe extends Changing<WipeDisk, WipeDiskRecipe.Found, HostDisk> {

    /**
     * A disk that was looked at.
     *
     * @param row what it is
     * @param as what has to be so still when it is wiped
     */
    record Found(DiskRow row, Seen as) {
        static Found read(WipeDisk command, PowerShell shell) {
            DiskRow row = DiskReads.disk(command.host(), command.naa(), shell);
            return new Found(row, row.seen());
        }
    }

    @Override
    public Class<WipeDisk> handles() {
        return WipeDisk.class;
    }

    @Override
    protected Found read(WipeDisk command, WindowsHost host) {
        return Found.read(command, host.powerShell());
    }

    /** Nothing is told of another disk, nor of one that must not be wiped. */
    @Override
    protected Observation<HostDisk> done(WipeDisk command, Found seen) {
        Fault verdict = verdict(command, seen.row());
        if (verdict != null) {
            return Answers.untold(verdict);
        }
        if (isEmpty(seen.row())) {
            return Observation.present(seen.row().disk());
        }
        PartitionStyle style = seen.row().disk().style();
        return style == PartitionStyle.GPT || style == PartitionStyle.MBR
                ? Observation.absent()
                : Observation.unknown("Windows does not say that the disk has neither table nor partitions", null);
    }

    @Override
    protected void refuse(WipeDisk command, Found seen) {
        Fault verdict = verdict(command, seen.row());
        if (verdict != null) {
            throw verdict;
        }
    }

    private static @Nullable Fault verdict(WipeDisk command, DiskRow seen) {
        HostDisk disk = seen.disk();
        if (!disk.identity().equalsIgnoreCase(command.identity())) {
            return Answers.refused(
                    "nothing was wiped: the disk is " + disk.identity() + ", and the consent is for "
                            + command.identity(),
                    null);
        }
        if (disk.clustered()) {
            return Answers.refused("nothing was wiped: the cluster owns the disk", "take it out of the cluster first");
        }
        if (disk.offline() || disk.readOnly() || !seen.readable()) {
            return Answers.refused(
                    "nothing was wiped: the disk is "
                            + (disk.offline() ? "offline" : disk.readOnly() ? "read-only" : "not readable") + " on "
                            + command.host(),
                    "bring it online first, when no other host uses it any more");
        }
        return null;
    }

    @Override
    protected List<PipelineStep> change(WipeDisk command, Found seen) {
        return PipelineStep.of(clear(seen.as()));
    }

    @Override
    protected Found unseen(WipeDisk command) {
        return new Found(
                Unseen.row(Unseen.disk(command.host(), command.naa())),
                new Seen(
                        command.uniqueId(),
                        new PsPrimitive(
                                PsType.UINT64, BigInteger.valueOf(command.size().bytes())),
                        PipelineStep.PLACEHOLDER,
                        PipelineStep.PLACEHOLDER));
    }

    private static PsPipeline clear(Seen as) {
        return DiskReads.change(
                as,
                Cmdlet.CLEAR_DISK.line().flag("RemoveData").flag("RemoveOEM").unasked());
    }

    @Override
    protected HostDisk carryOut(WipeDisk command, Found seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, clear(seen.as()));
        DiskRow after = Found.read(command, shell).row();
        if (!isEmpty(after)) {
            throw Answers.failed(
                    refusal, "the disk still has table " + after.disk().style());
        }
        return after.disk();
    }

    private static boolean isEmpty(DiskRow row) {
        return row.disk().style() == PartitionStyle.RAW && row.partitions() == 0;
    }
}
