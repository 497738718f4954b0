package io.quorate.winrm.recipe.vm;

import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.VirtualMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;

/** Sets processors and static memory with {@code Set-VM} and reads back what the machine took. */
final class ConfigureVirtualMachineRecipe extends VirtualMachineRecipe<ConfigureVirtualMachine, VirtualMachine> {
    @Override
    public Class<ConfigureVirtualMachine> handles() {
        return ConfigureVirtualMachine.class;
    }

    @Override
    public List<PsPipeline> steps(ConfigureVirtualMachine command) {
        Line set = Cmdlet.SET_VM
                .line()
                .withInt64("ProcessorCount", command.cores())
                .flag("StaticMemory")
                .withInt64("MemoryStartupBytes", command.memory().bytes())
                .unasked();
        return List.of(Line.message(Line.statement(VmReads.live(command.id()), set), VmReads.one(command.id())));
    }

    @Override
    public VirtualMachine run(ConfigureVirtualMachine command, PowerShell shell) {
        VirtualMachine vm = VmReads.last(shell.run(steps(command).get(0)));
        if (vm.cores() != command.cores() || !vm.startupMemory().equals(command.memory())) {
            throw Answers.notTaken("the machine was given " + command.cores() + " processors and " + command.memory()
                    + " and has " + vm.cores() + " and " + vm.startupMemory());
        }
        return vm;
    }
}
