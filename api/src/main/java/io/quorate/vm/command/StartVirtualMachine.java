package io.quorate.vm.command;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.spi.ConvergingCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Starts a virtual machine; one that runs is left alone.
 *
 * @param id its id
 */
public record StartVirtualMachine(UUID id) implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
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
        return Rehearsed.machine(id, VmState.RUNNING);
    }
}
