package io.quorate.winrm.recipe.vm;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.VirtualMachineCommand;
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

    /** The asked host is the owner if its list holds the machine. */
    @Override
    default Optional<String> locate(C command, WindowsHost host) {
        return VmReads.find(command.id(), host.powerShell()).map(VirtualMachine::host);
    }
}
