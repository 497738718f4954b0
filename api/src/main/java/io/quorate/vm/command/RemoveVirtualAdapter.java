package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Removes a network adapter of a virtual machine, with its address and all that is set on it. Returns the adapters that are left.
 *
 * @param id the machine's id
 * @param adapter the adapter's id, which the consent names, too
 * @see VirtualAdapters#remove
 */
public record RemoveVirtualAdapter(UUID id, String adapter)
        implements VirtualMachineCommand<List<VirtualAdapter>>, ConvergingCommand<List<VirtualAdapter>>, Destructive {
    public RemoveVirtualAdapter {
        Objects.requireNonNull(id, "id");
        AdapterInputs.checkAdapter(adapter);
    }

    @Override
    public String name() {
        return "vm.adapter.remove";
    }

    @Override
    public String identity() {
        return adapter;
    }

    @Override
    public List<VirtualAdapter> rehearsed() {
        return List.of();
    }

    @Override
    public List<Foretold<?>> foretold() {
        return AdapterInputs.changed(id, adapter, null);
    }
}
