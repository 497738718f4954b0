package io.quorate.vm.command;

import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import io.quorate.Size;
import io.quorate.spi.ConvergingCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Sets a virtual machine's processors and its (static) memory; it has to be off.
 *
 * @param id its id
 * @param cores its virtual processors
 * @param memory its memory, all of it from the start
 */
public record ConfigureVirtualMachine(UUID id, int cores, Size memory)
        implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
    public ConfigureVirtualMachine {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(memory, "memory");
        if (cores < 1) {
            throw new IllegalArgumentException("a virtual machine has at least one processor: " + cores);
        }
    }

    @Override
    public String name() {
        return "vm.configure";
    }

    @Override
    public VirtualMachine rehearsed() {
        return new VirtualMachine(
                id,
                Rehearsed.TEXT,
                Rehearsed.TEXT,
                VmState.OFF,
                null,
                Duration.ZERO,
                cores,
                memory,
                Size.bytes(0),
                2,
                false,
                Rehearsed.TEXT);
    }
}
