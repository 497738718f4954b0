package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a virtual machine's memory to disk and stops it; one that is saved is left alone.
 *
 * @param id its id
 */
public record SaveVirtualMachine(UUID id)
        implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
    public SaveVirtualMachine {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.save";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(15);
    }

    @Override
    public VirtualMachine rehearsed() {
        return Rehearsed.machine(Rehearsed.machine(id), VmState.SAVED);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetVirtualMachine(id), before -> Rehearsed.machine(before, VmState.SAVED)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }
}
