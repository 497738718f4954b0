package io.quorate.winrm.recipe.host;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskContent.State;
import io.quorate.host.DiskMark;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.host.DiskReads.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives an empty disk a GPT ({@code Initialize-Disk}, which refuses a disk that has a table) and marks that GPT as work begun. */
final class InitializeDiskRecipe implements Recipe<InitializeDisk, DiskContent> {
    @Override
    public Class<InitializeDisk> handles() {
        return InitializeDisk.class;
    }

    @Override
    public List<PsPipeline> steps(InitializeDisk command) {
        List<PsPipeline> steps =
                new ArrayList<>(DiskReads.lookMessages(command.naa().hex()));
        steps.add(DiskReads.change(Samples.raw(command.naa()), initialize()));
        steps.add(DiskReads.change(Samples.table(command.naa()), Preparing.mark(DiskMark.begun(command.naa()))));
        return List.copyOf(steps);
    }

    private static Line initialize() {
        return Cmdlet.INITIALIZE_DISK.line().with("PartitionStyle", "GPT").unasked();
    }

    @Override
    public DiskContent run(InitializeDisk command, PowerShell shell) {
        Look seen = DiskReads.look(command.host(), command.naa(), shell);
        Preparing.refuseOthers(seen.content());
        if (seen.content().state() != State.EMPTY) {
            return seen.content();
        }
        if (seen.row().disk().style() == PartitionStyle.RAW) {
            seen = initialized(command, seen, shell);
        }
        Look marked = Preparing.marked(command.host(), command.naa(), seen, DiskMark.begun(command.naa()), shell);
        Preparing.refuseOthers(marked.content());
        return marked.content();
    }

    private static Look initialized(InitializeDisk command, Look seen, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, DiskReads.change(seen.row().seen(), initialize()));
        Look after = DiskReads.look(command.host(), command.naa(), shell);
        Preparing.refuseOthers(after.content());
        if (after.content().state() != State.EMPTY || after.row().disk().style() != PartitionStyle.GPT) {
            throw Answers.failed(refusal, "the disk carries " + after.content().detail());
        }
        return after;
    }

    @Override
    public Observation<DiskContent> observe(InitializeDisk command, PowerShell shell) {
        return Preparing.observe(
                command.host(),
                command.naa(),
                shell,
                content -> content.state() == State.EMPTY ? Optional.empty() : Optional.of(content));
    }
}
