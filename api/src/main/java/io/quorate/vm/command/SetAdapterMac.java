package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives a virtual machine's network adapter an address for good, or lets Windows choose one; the machine has to be off.
 *
 * @param id the machine's id
 * @param adapter the adapter's id
 * @param mac the address; null lets Windows choose
 * @see VirtualAdapters#setMac
 */
public record SetAdapterMac(
        UUID id, String adapter, @Nullable MacAddress mac)
        implements VirtualMachineCommand<VirtualAdapter>, ConvergingCommand<VirtualAdapter> {
    public SetAdapterMac {
        Objects.requireNonNull(id, "id");
        AdapterInputs.checkAdapter(adapter);
        AdapterInputs.checkMac(mac);
    }

    @Override
    public String name() {
        return "vm.adapter.set-mac";
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
        return before.with(mac);
    }
}
