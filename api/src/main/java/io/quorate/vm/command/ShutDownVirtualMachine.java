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
 * Asks the guest to shut down and waits until it has; one that is off is left alone. Never turns it off: without the guest's help it fails.
 *
 * @param id its id
 */
public record ShutDownVirtualMachine(UUID id)
        implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
    public ShutDownVirtualMachine {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.shut-down";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(15);
    }

    @Override
    public VirtualMachine rehearsed() {
        return Rehearsed.machine(Rehearsed.machine(id), VmState.OFF);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetVirtualMachine(id), before -> Rehearsed.machine(before, VmState.OFF)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }
}
