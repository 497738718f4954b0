package io.quorate.winrm.recipe.vm;

import io.quorate.spi.Fault;
import io.quorate.spi.Glimpse;
import io.quorate.spi.Owner;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.VirtualMachineCommand;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        return owner(VmReads.listed(command.id(), shell), () -> VmGroup.owner(command.id(), shell));
    }

    @Override
    default boolean glimpses() {
        return true;
    }

    /** Asks for the machine alone: a few KB, where a list grows with the host. */
    @Override
    default Optional<Glimpse<R>> glimpse(C command, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Optional<VirtualMachine> seen = VmReads.byId(command.id(), shell);
        return owner(seen, () -> VmGroup.glimpsed(command.id(), shell))
                .map(owner -> new Glimpse<>(owner, seen.map(this::read).orElse(null)));
    }

    /** Returns what the command reads, if that is the machine itself. */
    default @Nullable R read(VirtualMachine seen) {
        return null;
    }

    private static Optional<Owner> owner(Optional<VirtualMachine> seen, Supplier<Optional<Owner>> cluster) {
        if (seen.isPresent() && seen.get().isRunning()) {
            return Optional.of(new Owner(seen.get().host(), true, true));
        }
        if (seen.isPresent() && !seen.get().clustered()) {
            return Optional.of(new Owner(seen.get().host(), false, true));
        }
        Optional<Owner> copy = seen.map(vm -> new Owner(vm.host(), false, true));
        try {
            return cluster.get().or(() -> copy);
        } catch (Fault fault) {
            if (copy.isEmpty()) {
                throw fault;
            }
            return copy;
        }
    }
}
