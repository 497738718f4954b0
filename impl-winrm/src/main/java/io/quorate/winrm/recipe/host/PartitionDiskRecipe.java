package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.command.PartitionDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import io.quorate.winrm.recipe.host.Preparing.Found;
import java.util.List;
import java.util.Optional;

/** Makes one partition over all of a disk that carries the mark of work begun, without a drive letter ({@code New-Partition}). */
final class PartitionDiskRecipe extends Changing<PartitionDisk, Found, DiskContent> {
    @Override
    public Class<PartitionDisk> handles() {
        return PartitionDisk.class;
    }

    @Override
    protected Found read(PartitionDisk command, WindowsHost host) {
        return Found.read(command.host(), command.naa(), host.powerShell());
    }

    @Override
    protected Observation<DiskContent> done(PartitionDisk command, Found seen) {
        return Preparing.judged(seen.content(), content -> Optional.of(content).filter(PartitionDiskRecipe::isDone));
    }

    @Override
    protected void refuse(PartitionDisk command, Found seen) {
        Preparing.refuseOthers(seen.content());
        if (seen.content().state() == State.EMPTY) {
            throw Answers.refused("nothing was changed: the disk does not carry the mark of work begun", null);
        }
    }

    @Override
    protected List<PipelineStep> change(PartitionDisk command, Found seen) {
        return PipelineStep.of(partition(seen.as()));
    }

    @Override
    protected Found unseen(PartitionDisk command) {
        return Unseen.begun(command.host(), command.naa());
    }

    private static PsPipeline partition(Seen as) {
        return DiskReads.change(
                as,
                Cmdlet.NEW_PARTITION.line().flag("UseMaximumSize"),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("PartitionNumber")));
    }

    @Override
    protected DiskContent carryOut(PartitionDisk command, Found seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, partition(seen.as()));
        DiskContent after = DiskReads.look(command.host(), command.naa(), shell).content();
        if (!isDone(after)) {
            throw Answers.failed(refusal, "the disk carries " + after.detail());
        }
        return after;
    }

    private static boolean isDone(DiskContent content) {
        return content.state() == State.PREPARED || (content.state() == State.BEGUN && content.partitioned());
    }
}
