package io.quorate.winrm.recipe.vm;

import io.quorate.vm.VmIntegration;
import io.quorate.vm.command.GetIntegration;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Reads the integration services of one virtual machine. */
final class GetIntegrationRecipe
        implements ReadingRecipe<GetIntegration, List<VmIntegration>>,
                VirtualMachineRecipe<GetIntegration, List<VmIntegration>> {
    @Override
    public Class<GetIntegration> handles() {
        return GetIntegration.class;
    }

    @Override
    public List<VmIntegration> run(GetIntegration command, WindowsHost host) {
        return IntegrationReads.of(command.id(), host.powerShell());
    }
}
