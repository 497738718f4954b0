package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Owner;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.VirtualMachineCommand;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/**
 * A recipe for one virtual machine that runs on its host.
 *
 * @param <C> the command
 * @param <R> its result
 */
interface VirtualMachineRecipe<C extends VirtualMachineCommand<R>, R> extends Recipe<C, R> {

    /**
     * Where it runs, it is. A copy that does not run may be what a migration or a replica left, and a machine that is not listed may have moved
     * on between two looks: there the cluster knows the owner, if one has the machine. What a cluster keeps off may run as a replica that took
     * over outside of it: then the cluster's owner is one among others, and goes before them only where none of them runs.
     */
    @Override
    default Optional<Owner> locate(C command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Optional<VirtualMachine> listed = VmReads.find(command.id(), shell);
        if (listed.isPresent() && listed.get().isRunning()) {
            return Optional.of(new Owner(listed.get().host(), true, true));
        }
        if (listed.isPresent() && !listed.get().clustered()) {
            return Optional.of(new Owner(listed.get().host(), false, true));
        }
        Optional<Owner> copy = listed.map(vm -> new Owner(vm.host(), false, true));
        try {
            return VmGroup.owner(command.id(), shell).or(() -> copy);
        } catch (Fault fault) {
            if (copy.isEmpty()) {
                throw fault;
            }
            return copy;
        }
    }
}
