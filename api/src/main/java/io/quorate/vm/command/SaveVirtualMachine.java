package io.quorate.vm.command;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.spi.ConvergingCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes a virtual machine's memory to disk and stops it; one that is saved is left alone.
 *
 * @param id its id
 */
public record SaveVirtualMachine(UUID id) implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
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
        return Rehearsed.machine(id, VmState.SAVED);
    }
}
