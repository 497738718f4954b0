package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Connects a network adapter of a virtual machine to a switch of its host.
 *
 * @param id the machine's id
 * @param adapter the adapter's id
 * @param virtualSwitch the switch's name
 * @see VirtualAdapters#connect
 */
public record ConnectVirtualAdapter(UUID id, String adapter, String virtualSwitch)
        implements VirtualMachineCommand<VirtualAdapter>, ConvergingCommand<VirtualAdapter> {
    public ConnectVirtualAdapter {
        Objects.requireNonNull(id, "id");
        AdapterInputs.checkAdapter(adapter);
        Objects.requireNonNull(virtualSwitch, "virtualSwitch");
        AdapterInputs.checkSwitch(virtualSwitch);
    }

    @Override
    public String name() {
        return "vm.adapter.connect";
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
        return before.on(virtualSwitch);
    }
}
