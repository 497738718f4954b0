package io.quorate.winrm.recipe.vm;

import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.command.GetVirtualAdapters;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Reads the network adapters of one virtual machine. */
final class GetVirtualAdaptersRecipe
        implements ReadingRecipe<GetVirtualAdapters, List<VirtualAdapter>>,
                VirtualMachineRecipe<GetVirtualAdapters, List<VirtualAdapter>> {
    @Override
    public Class<GetVirtualAdapters> handles() {
        return GetVirtualAdapters.class;
    }

    @Override
    public List<VirtualAdapter> run(GetVirtualAdapters command, WindowsHost host) {
        return VirtualAdapterReads.of(command.id(), host.powerShell());
    }
}
