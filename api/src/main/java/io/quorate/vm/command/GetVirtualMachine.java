package io.quorate.vm.command;

import io.quorate.spi.ReadCommand;
import io.quorate.vm.VirtualMachine;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads one virtual machine on the host it is on; fails with kind {@code NOT_FOUND} after a list without it.
 *
 * @param id its id
 */
public record GetVirtualMachine(UUID id) implements VirtualMachineCommand<VirtualMachine>, ReadCommand<VirtualMachine> {
    public GetVirtualMachine {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.get";
    }
}
