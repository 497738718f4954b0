package io.quorate.winrm.recipe.vm;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.VirtualMachineCommand;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import java.util.Optional;

/**
 * A recipe for one virtual machine that runs on its host.
 *
 * @param <C> the command
 * @param <R> its result
 */
abstract class VirtualMachineRecipe<C extends VirtualMachineCommand<R>, R> implements Recipe<C, R> {

    /** The asked host is the owner if its list holds the machine. */
    @Override
    public final Optional<String> locate(C command, PowerShell shell) {
        return VmReads.find(command.id(), shell).map(VirtualMachine::host);
    }
}
