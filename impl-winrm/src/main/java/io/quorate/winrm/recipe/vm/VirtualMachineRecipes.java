package io.quorate.winrm.recipe.vm;

import io.quorate.vm.command.GetMacRange;
import io.quorate.vm.command.ListVirtualAdapters;
import io.quorate.vm.command.ListVirtualDisks;
import io.quorate.vm.command.ListVirtualMachines;
import io.quorate.winrm.recipe.Listing;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** The recipes of this package. */
public final class VirtualMachineRecipes {
    private VirtualMachineRecipes() {}

    /** Returns all of them. */
    public static List<Recipe<?, ?>> all() {
        return List.of(
                new Listing<>(
                        ListVirtualMachines.class,
                        command -> VmReads.listMessage(),
                        (command, output) -> VmReads.list(output),
                        VmReads::machines),
                new Listing<>(
                        ListVirtualDisks.class,
                        command -> VmReads.disksMessage(),
                        (command, output) -> VmReads.disks(output),
                        VmReads::disks),
                new GetVirtualMachineRecipe(),
                new FindVirtualMachinesRecipe(),
                new CreateVirtualMachineRecipe(),
                new ConfigureVirtualMachineRecipe(),
                new RenameVirtualMachineRecipe(),
                new StartVirtualMachineRecipe(),
                StopVirtualMachineRecipe.shutDown(),
                StopVirtualMachineRecipe.save(),
                StopVirtualMachineRecipe.turnOff(),
                new MakeHighlyAvailableRecipe(),
                new MigrateLiveRecipe(),
                new BeginMigrateLiveRecipe(),
                new CancelMigrateLiveRecipe(),
                new GetVirtualMachineGroupRecipe(),
                new Listing<>(
                        ListVirtualAdapters.class,
                        command -> VirtualAdapterReads.hostMessage(),
                        (command, output) -> VirtualAdapterReads.list(output),
                        VirtualAdapterReads::pieces),
                new Reading<>(
                        GetMacRange.class,
                        VirtualAdapterReads.rangeMessage(),
                        (command, output) -> VirtualAdapterReads.range(command.host(), output)),
                new ListPossibleOwnersRecipe(),
                new GetVirtualAdaptersRecipe(),
                new AddVirtualAdapterRecipe(),
                AdapterChange.connect(),
                AdapterChange.disconnect(),
                AdapterChange.vlan(),
                AdapterChange.mac(),
                new RemoveVirtualAdapterRecipe(),
                new GetGuestNetworksRecipe(),
                new GetIntegrationRecipe(),
                new EnableIntegrationRecipe());
    }
}
