package io.quorate.vm.command;

import io.quorate.spi.ReadCommand;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads the network adapters of a virtual machine, on the host it is on.
 *
 * @param id the machine's id
 * @see VirtualAdapters#list
 */
public record GetVirtualAdapters(UUID id)
        implements VirtualMachineCommand<List<VirtualAdapter>>, ReadCommand<List<VirtualAdapter>> {
    public GetVirtualAdapters {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.adapter.get";
    }
}
