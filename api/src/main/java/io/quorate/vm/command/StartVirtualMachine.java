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
 * Starts a virtual machine; one that runs is left alone.
 *
 * @param id its id
 */
public record StartVirtualMachine(UUID id)
        implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
    public StartVirtualMachine {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.start";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public VirtualMachine rehearsed() {
        return Rehearsed.machine(Rehearsed.machine(id), VmState.RUNNING);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new GetVirtualMachine(id), before -> Rehearsed.machine(before, VmState.RUNNING)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }
}
