package io.quorate.vm.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.vm.VirtualMachineClient;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Lists the nodes that every resource of a clustered virtual machine may be on.
 *
 * @param machine the machine's id
 * @see VirtualMachineClient#possibleOwners
 */
public record ListPossibleOwners(UUID machine) implements ReadCommand<List<String>> {
    public ListPossibleOwners {
        Objects.requireNonNull(machine, "machine");
    }

    @Override
    public String name() {
        return "vm.owners.list";
    }

    @Override
    public Target target() {
        return new Target("possible owners of virtual machine", machine.toString());
    }
}
