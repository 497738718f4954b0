package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Takes a network adapter of a virtual machine off its switch: what goes over it ends.
 *
 * @param id the machine's id
 * @param adapter the adapter's id
 * @see VirtualAdapters#disconnect
 */
public record DisconnectVirtualAdapter(UUID id, String adapter)
        implements VirtualMachineCommand<VirtualAdapter>, ConvergingCommand<VirtualAdapter> {
    public DisconnectVirtualAdapter {
        Objects.requireNonNull(id, "id");
        AdapterInputs.checkAdapter(adapter);
    }

    @Override
    public String name() {
        return "vm.adapter.disconnect";
    }

    @Override
    public VirtualAdapter rehearsed() {
        return after(AdapterInputs.adapter(id, adapter));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return AdapterInputs.changed(id, adapter, this::after);
    }

    private VirtualAdapter after(VirtualAdapter before) {
        return before.on("");
    }
}
