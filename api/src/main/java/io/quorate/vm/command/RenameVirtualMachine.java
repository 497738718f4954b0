package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualMachine;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Gives a virtual machine another name. Names are not unique; its group in a cluster and its files keep theirs.
 *
 * @param id its id
 * @param newName its name from then on
 */
public record RenameVirtualMachine(UUID id, String newName)
        implements VirtualMachineCommand<VirtualMachine>, ConvergingCommand<VirtualMachine> {
    public RenameVirtualMachine {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(newName, "newName");
        Inputs.checkName(newName);
    }

    @Override
    public String name() {
        return "vm.rename";
    }

    @Override
    public VirtualMachine rehearsed() {
        return after(Rehearsed.machine(id));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetVirtualMachine(id), this::after));
    }

    private VirtualMachine after(VirtualMachine before) {
        return new VirtualMachine(
                before.id(),
                newName,
                before.host(),
                before.state(),
                before.heartbeat(),
                before.uptime(),
                before.cores(),
                before.startupMemory(),
                before.assignedMemory(),
                before.generation(),
                before.clustered(),
                before.path());
    }
}
