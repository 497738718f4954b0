package io.quorate.winrm.recipe.vm;

import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.vm.VirtualMachine;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;

/** Reads one virtual machine out of its host's list. */
final class GetVirtualMachineRecipe extends VirtualMachineRecipe<GetVirtualMachine, VirtualMachine> {
    @Override
    public Class<GetVirtualMachine> handles() {
        return GetVirtualMachine.class;
    }

    @Override
    public List<PsPipeline> steps(GetVirtualMachine command) {
        return List.of(VmReads.listMessage());
    }

    @Override
    public VirtualMachine run(GetVirtualMachine command, PowerShell shell) {
        return VmReads.get(command.id(), shell);
    }
}
