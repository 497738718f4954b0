package io.quorate.vm.command;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.spi.ConvergingCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Asks the guest to shut down and waits until it has; one that is off is left alone. Never turns it off: without the guest's help it fails.
 *
 * @param id its id
 */
public record ShutDownVirtualMachine(UUID id) implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
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
        return Rehearsed.machine(id, VmState.OFF);
    }
}
