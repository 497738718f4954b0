package io.quorate.winrm.recipe.vm;

import io.quorate.spi.FindingHandler;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.GetVirtualMachine;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/** Reads one virtual machine: what the host it is on says of it alone, or in its list. */
final class GetVirtualMachineRecipe
        implements FindingHandler<GetVirtualMachine, VirtualMachine, WindowsHost>,
                VirtualMachineRecipe<GetVirtualMachine, VirtualMachine> {
    @Override
    public Class<GetVirtualMachine> handles() {
        return GetVirtualMachine.class;
    }

    @Override
    public VirtualMachine read(VirtualMachine seen) {
        return seen;
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
