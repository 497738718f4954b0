package io.quorate.winrm.recipe.vm;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.FindVirtualMachines;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Asks a host for its machines of one name. */
final class FindVirtualMachinesRecipe implements ReadingRecipe<FindVirtualMachines, List<VirtualMachine>> {
    @Override
    public Class<FindVirtualMachines> handles() {
        return FindVirtualMachines.class;
    }

    @Override
    public List<VirtualMachine> run(FindVirtualMachines command, WindowsHost host) {
        return VmReads.named(command.virtualMachine(), host.powerShell());
    }
}
