package io.quorate.winrm.recipe.vm;

import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;

/** Starts a virtual machine with {@code Start-VM}; looks first. */
final class StartVirtualMachineRecipe extends VirtualMachineRecipe<StartVirtualMachine, VirtualMachine> {
    @Override
    public Class<StartVirtualMachine> handles() {
        return StartVirtualMachine.class;
    }

    @Override
    public List<PsPipeline> steps(StartVirtualMachine command) {
        return List.of(VmReads.listMessage(), start(command));
    }

    private static PsPipeline start(StartVirtualMachine command) {
        return Line.message(
                Line.statement(
                        VmReads.live(command.id()), Cmdlet.START_VM.line().unasked()),
                VmReads.one(command.id()));
    }

    @Override
    public VirtualMachine run(StartVirtualMachine command, PowerShell shell) {
        VirtualMachine vm = VmReads.get(command.id(), shell);
        if (!isStarted(vm)) {
            vm = VmReads.last(shell.run(start(command)));
        }
        if (!isStarted(vm)) {
            throw Answers.notTaken("the machine was started and is " + vm.state());
        }
        return vm;
    }

    private static boolean isStarted(VirtualMachine vm) {
        return vm.isRunning() || vm.state().equals(VmState.STARTING);
    }
}
