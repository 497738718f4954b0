package io.quorate.vm.command;

import io.quorate.Size;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualMachine;
import java.util.List;
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
        Inputs.checkCores(cores);
        Inputs.checkMemory(memory);
    }

    @Override
    public String name() {
        return "vm.configure";
    }

    @Override
    public VirtualMachine rehearsed() {
        return after(Rehearsed.machine(id));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return AdapterInputs.both(
                List.of(Foretold.changed(new GetVirtualMachine(id), this::after)), AdapterInputs.untouched(id));
    }

    private VirtualMachine after(VirtualMachine before) {
        return new VirtualMachine(
                before.id(),
                before.name(),
                before.host(),
                before.state(),
                before.heartbeat(),
                before.uptime(),
                cores,
                memory,
                before.assignedMemory(),
                before.generation(),
                before.clustered(),
                before.path());
    }
}
