package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Observation;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Sending;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Sets processors and static memory with {@code Set-VM} and reads back what the machine took. */
final class ConfigureVirtualMachineRecipe extends Sending<ConfigureVirtualMachine, VirtualMachine>
        implements VirtualMachineRecipe<ConfigureVirtualMachine, VirtualMachine> {
    @Override
    public Class<ConfigureVirtualMachine> handles() {
        return ConfigureVirtualMachine.class;
    }

    @Override
    protected PsPipeline message(ConfigureVirtualMachine command) {
        Line set = Cmdlet.SET_VM
                .line()
                .withInt64("ProcessorCount", command.cores())
                .flag("StaticMemory")
                .withInt64("MemoryStartupBytes", command.memory().bytes())
                .unasked();
        return Line.message(Line.statement(VmReads.live(command.id()), set), VmReads.one(command.id()));
    }

    @Override
    protected List<PsValue> send(ConfigureVirtualMachine command, PowerShell shell) {
        return VmReads.change(command.id(), message(command), shell);
    }

    @Override
    protected VirtualMachine judge(ConfigureVirtualMachine command, List<PsValue> output, PowerShell shell) {
        VirtualMachine vm = VmReads.last(output);
        if (!isDone(command, vm)) {
            throw Answers.notTaken("the machine was given " + command.cores() + " processors and " + command.memory()
                    + " and has " + vm.cores() + " and " + vm.startupMemory());
        }
        return vm;
    }

    @Override
    public Observation<VirtualMachine> look(ConfigureVirtualMachine command, WindowsHost host) {
        VirtualMachine vm = VmReads.get(command.id(), host.powerShell());
        return isDone(command, vm) ? Observation.present(vm) : Observation.absent();
    }

    private static boolean isDone(ConfigureVirtualMachine command, VirtualMachine vm) {
        return vm.cores() == command.cores() && vm.startupMemory().equals(command.memory());
    }
}
