package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.command.PartitionDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one partition over all of a disk that carries the mark of work begun, without a drive letter ({@code New-Partition}). */
final class PartitionDiskRecipe implements Recipe<PartitionDisk, DiskContent> {
    @Override
    public Class<PartitionDisk> handles() {
        return PartitionDisk.class;
    }

    @Override
    public List<PsPipeline> steps(PartitionDisk command) {
        List<PsPipeline> steps =
                new ArrayList<>(DiskReads.lookMessages(command.naa().hex()));
        steps.add(change(Samples.begun(command.naa())));
        return List.copyOf(steps);
    }

    private static PsPipeline change(DiskReads.Seen seen) {
        return DiskReads.change(
                seen,
                Cmdlet.NEW_PARTITION.line().flag("UseMaximumSize"),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("PartitionNumber")));
    }

    @Override
    public DiskContent run(PartitionDisk command, PowerShell shell) {
        Look seen = DiskReads.look(command.host(), command.naa(), shell);
        Preparing.refuseOthers(seen.content());
        if (seen.content().state() == State.EMPTY) {
            throw Answers.refused("nothing was changed: the disk does not carry the mark of work begun", null);
        }
        if (isDone(seen.content())) {
            return seen.content();
        }
        Fault refusal = Answers.attempt(shell, change(seen.row().seen()));
        DiskContent after = DiskReads.look(command.host(), command.naa(), shell).content();
        if (!isDone(after)) {
            throw Answers.failed(refusal, "the disk carries " + after.detail());
        }
        return after;
    }

    private static boolean isDone(DiskContent content) {
        return content.state() == State.PREPARED || (content.state() == State.BEGUN && content.partitioned());
    }

    @Override
    public Observation<DiskContent> observe(PartitionDisk command, PowerShell shell) {
        return Preparing.observe(
                command.host(),
                command.naa(),
                shell,
                content -> Optional.of(content).filter(PartitionDiskRecipe::isDone));
    }
}
