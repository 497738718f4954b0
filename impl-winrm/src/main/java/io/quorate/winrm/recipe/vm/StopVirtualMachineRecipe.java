package io.quorate.winrm.recipe.vm;

import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.VirtualMachineCommand;
import io.quorate.vm.VmState;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;

/**
 * Stops a virtual machine with {@code Stop-VM} in one of its ways; looks first.
 *
 * @param <C> the way
 */
final class StopVirtualMachineRecipe<C extends VirtualMachineCommand<VirtualMachine>>
        extends VirtualMachineRecipe<C, VirtualMachine> {
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
    public List<PsPipeline> steps(C wanted) {
        return List.of(VmReads.listMessage(), stop(wanted));
    }

    private PsPipeline stop(C wanted) {
        return Line.message(Line.statement(VmReads.live(wanted.id()), stop), VmReads.one(wanted.id()));
    }

    @Override
    public VirtualMachine run(C wanted, PowerShell shell) {
        VirtualMachine vm = VmReads.get(wanted.id(), shell);
        if (!done.contains(vm.state())) {
            vm = VmReads.last(shell.run(stop(wanted)));
        }
        if (underWay.contains(vm.state())) {
            throw Answers.pending("the machine is " + vm.state());
        }
        if (!done.contains(vm.state())) {
            throw Answers.notTaken("the machine was stopped and is " + vm.state());
        }
        return vm;
    }
}
