package io.quorate.winrm.recipe.vm;

import io.quorate.spi.FindingHandler;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/** Reads one virtual machine out of its host's list. */
final class GetVirtualMachineRecipe
        implements FindingHandler<GetVirtualMachine, VirtualMachine, WindowsHost>,
                VirtualMachineRecipe<GetVirtualMachine, VirtualMachine> {
    @Override
    public Class<GetVirtualMachine> handles() {
        return GetVirtualMachine.class;
    }

    @Override
    public Optional<VirtualMachine> find(GetVirtualMachine command, WindowsHost host) {
        return VmReads.find(command.id(), host.powerShell());
    }

    @Override
    public VirtualMachine run(GetVirtualMachine command, WindowsHost host) {
        return VmReads.get(command.id(), host.powerShell());
    }
}
