package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Observation;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.RenameVirtualMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Renames a virtual machine with {@code Rename-VM}; looks first. The name is the same when its case is, too. */
final class RenameVirtualMachineRecipe extends Changing<RenameVirtualMachine, VirtualMachine, VirtualMachine>
        implements VirtualMachineRecipe<RenameVirtualMachine, VirtualMachine> {
    @Override
    public Class<RenameVirtualMachine> handles() {
        return RenameVirtualMachine.class;
    }

    @Override
    protected VirtualMachine read(RenameVirtualMachine command, WindowsHost host) {
        return VmReads.get(command.id(), host.powerShell());
    }

    @Override
    protected Observation<VirtualMachine> done(RenameVirtualMachine command, VirtualMachine seen) {
        return seen.name().equals(command.newName()) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(RenameVirtualMachine command, VirtualMachine seen) {
        return PipelineStep.of(rename(command));
    }

    @Override
    protected VirtualMachine unseen(RenameVirtualMachine command) {
        return command.rehearsed();
    }

    private static PsPipeline rename(RenameVirtualMachine command) {
        Line rename = Cmdlet.RENAME_VM.line().with("NewName", command.newName()).unasked();
        return Line.message(Line.statement(VmReads.live(command.id()), rename), VmReads.one(command.id()));
    }

    @Override
    protected VirtualMachine carryOut(RenameVirtualMachine command, VirtualMachine seen, WindowsHost host) {
        VirtualMachine vm = VmReads.last(VmReads.change(command.id(), rename(command), host.powerShell()));
        if (!vm.name().equals(command.newName())) {
            throw Answers.notTaken(
                    "the machine was given the name " + command.newName() + " and has the name " + vm.name());
        }
        return vm;
    }
}
