package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import io.quorate.vm.command.VirtualMachineCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * Stops a virtual machine with {@code Stop-VM} in one of its ways; looks first.
 *
 * @param <C> the way
 */
final class StopVirtualMachineRecipe<C extends VirtualMachineCommand<VirtualMachine>>
        extends Changing<C, VirtualMachine, VirtualMachine> implements VirtualMachineRecipe<C, VirtualMachine> {
    private final Class<C> command;
    private final Line stop;
    private final List<VmState> done;
    private final List<VmState> underWay;

    private StopVirtualMachineRecipe(Class<C> command, Line stop, List<VmState> done, List<VmState> underWay) {
        this.command = command;
        this.stop = stop;
        this.done = done;
        this.underWay = underWay;
    }

    /**
     * Through the guest. Without {@code -Force}: where the guest offers no shutdown service, Windows asks whether to turn the machine
     * off instead, and {@code -Force} would say yes. Unasked and unanswered, it fails.
     */
    static StopVirtualMachineRecipe<ShutDownVirtualMachine> shutDown() {
        return new StopVirtualMachineRecipe<>(
                ShutDownVirtualMachine.class,
                Cmdlet.STOP_VM.line().unasked(),
                List.of(VmState.OFF),
                List.of(VmState.STOPPING));
    }

    /** With its memory on disk. */
    static StopVirtualMachineRecipe<SaveVirtualMachine> save() {
        return new StopVirtualMachineRecipe<>(
                SaveVirtualMachine.class,
                Cmdlet.STOP_VM.line().flag("Save").unasked(),
                List.of(VmState.SAVED, VmState.of("FastSaved")),
                List.of(VmState.SAVING, VmState.of("FastSaving")));
    }

    /** At once. */
    static StopVirtualMachineRecipe<TurnOffVirtualMachine> turnOff() {
        return new StopVirtualMachineRecipe<>(
                TurnOffVirtualMachine.class,
                Cmdlet.STOP_VM.line().flag("TurnOff").flag("Force").unasked(),
                List.of(VmState.OFF),
                List.of(VmState.STOPPING));
    }

    @Override
    public Class<C> handles() {
        return command;
    }

    @Override
    protected VirtualMachine read(C wanted, WindowsHost host) {
        return VmReads.get(wanted.id(), host.powerShell());
    }

    @Override
    protected Observation<VirtualMachine> done(C wanted, VirtualMachine seen) {
        if (underWay.contains(seen.state())) {
            return Answers.untold(pending(seen));
        }
        return done.contains(seen.state()) ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected List<PipelineStep> change(C wanted, VirtualMachine seen) {
        return PipelineStep.of(stop(wanted));
    }

    @Override
    protected VirtualMachine unseen(C wanted) {
        return wanted.rehearsed();
    }

    private PsPipeline stop(C wanted) {
        return Line.message(Line.statement(VmReads.live(wanted.id()), stop), VmReads.one(wanted.id()));
    }

    @Override
    protected VirtualMachine carryOut(C wanted, VirtualMachine seen, WindowsHost host) {
        VirtualMachine vm = VmReads.last(VmReads.change(wanted.id(), stop(wanted), host.powerShell()));
        if (underWay.contains(vm.state())) {
            throw pending(vm);
        }
        if (!done.contains(vm.state())) {
            throw Answers.notTaken("the machine was stopped and is " + vm.state());
        }
        return vm;
    }

    private static Fault pending(VirtualMachine vm) {
        return Answers.pending("the machine is " + vm.state());
    }
}
