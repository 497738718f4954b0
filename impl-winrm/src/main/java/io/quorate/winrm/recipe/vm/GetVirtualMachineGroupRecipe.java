package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.vm.command.GetVirtualMachineGroup;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;

/** Reads the cluster group of one virtual machine. */
final class GetVirtualMachineGroupRecipe implements ReadingRecipe<GetVirtualMachineGroup, ClusterGroup> {
    @Override
    public Class<GetVirtualMachineGroup> handles() {
        return GetVirtualMachineGroup.class;
    }

    @Override
    public ClusterGroup run(GetVirtualMachineGroup command, WindowsHost host) {
        return VmGroup.read(command.id(), host.powerShell());
    }
}
