package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.host.command.InitializeDisk;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import io.quorate.winrm.recipe.host.DiskReads.Seen;
import io.quorate.winrm.recipe.host.Preparing.Found;
import java.util.List;
import java.util.Optional;

/** Gives an empty disk a GPT ({@code Initialize-Disk}, which refuses a disk that has a table) and marks that GPT as work begun. */
final class InitializeDiskRecipe extends Changing<InitializeDisk, Found, DiskContent> {
    @Override
    public Class<InitializeDisk> handles() {
        return InitializeDisk.class;
    }

    @Override
    protected Found read(InitializeDisk command, WindowsHost host) {
        return Found.read(command.host(), command.naa(), host.powerShell());
    }

    @Override
    protected Observation<DiskContent> done(InitializeDisk command, Found seen) {
        return Preparing.judged(
                seen.content(), content -> Optional.of(content).filter(one -> one.state() != State.EMPTY));
    }

    @Override
    protected void refuse(InitializeDisk command, Found seen) {
        Preparing.refuseOthers(seen.content());
    }

    /** Windows gives the new table its GUID and, as it likes, a reserved partition. */
    @Override
    protected List<PipelineStep> change(InitializeDisk command, Found seen) {
        Seen as = seen.as();
        return isRaw(seen)
                ? PipelineStep.of(
                        initialize(as),
                        mark(
                                command,
                                new Seen(as.uniqueId(), as.size(), PipelineStep.PLACEHOLDER, PipelineStep.PLACEHOLDER)))
                : PipelineStep.of(mark(command, as));
    }

    @Override
    protected Found unseen(InitializeDisk command) {
        return Unseen.raw(command.host(), command.naa());
    }

    private static PsPipeline initialize(Seen as) {
        return DiskReads.change(
                as, Cmdlet.INITIALIZE_DISK.line().with("PartitionStyle", "GPT").unasked());
    }

    private static PsPipeline mark(InitializeDisk command, Seen as) {
        return DiskReads.change(as, Preparing.mark(PreparedDisk.begunMark(command.naa())));
    }

    @Override
    protected DiskContent carryOut(InitializeDisk command, Found seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Found table = isRaw(seen) ? initialized(command, seen, shell) : seen;
        Look marked =
                Preparing.marked(command.host(), command.naa(), table, PreparedDisk.begunMark(command.naa()), shell);
        Preparing.refuseOthers(marked.content());
        return marked.content();
    }

    private static Found initialized(InitializeDisk command, Found seen, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, initialize(seen.as()));
        Look after = DiskReads.look(command.host(), command.naa(), shell);
        Preparing.refuseOthers(after.content());
        if (after.content().state() != State.EMPTY || after.row().disk().style() != PartitionStyle.GPT) {
            throw Answers.failed(refusal, "the disk carries " + after.content().detail());
        }
        return Found.of(after);
    }

    private static boolean isRaw(Found seen) {
        return seen.look().row().disk().style() == PartitionStyle.RAW;
    }
}
