package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Observation;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Starts a virtual machine with {@code Start-VM}; looks first. */
final class StartVirtualMachineRecipe extends Changing<StartVirtualMachine, VirtualMachine, VirtualMachine>
        implements VirtualMachineRecipe<StartVirtualMachine, VirtualMachine> {
    @Override
    public Class<StartVirtualMachine> handles() {
        return StartVirtualMachine.class;
    }

    @Override
    protected VirtualMachine read(StartVirtualMachine command, WindowsHost host) {
        return VmReads.get(command.id(), host.powerShell());
    }

    @Override
    protected Observation<VirtualMachine> done(StartVirtualMachine command, VirtualMachine seen) {
        return isStarted(seen) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(StartVirtualMachine command, VirtualMachine seen) {
        return PipelineStep.of(start(command));
    }

    @Override
    protected VirtualMachine unseen(StartVirtualMachine command) {
        return command.rehearsed();
    }

    private static PsPipeline start(StartVirtualMachine command) {
        return Line.message(
                Line.statement(
                        VmReads.live(command.id()), Cmdlet.START_VM.line().unasked()),
                VmReads.one(command.id()));
    }

    @Override
    protected VirtualMachine carryOut(StartVirtualMachine command, VirtualMachine seen, WindowsHost host) {
        VirtualMachine vm = VmReads.last(VmReads.change(command.id(), start(command), host.powerShell()));
        if (!isStarted(vm)) {
            throw Answers.notTaken("the machine was started and is " + vm.state());
        }
        return vm;
    }

    private static boolean isStarted(VirtualMachine vm) {
        return vm.isRunning() || vm.state().equals(VmState.STARTING);
    }
}
