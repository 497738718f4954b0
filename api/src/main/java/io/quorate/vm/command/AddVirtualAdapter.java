package io.quorate.vm.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds a network adapter to a virtual machine. Recognised by its name, which no other adapter of the machine may have.
 *
 * @param id the machine's id
 * @param adapterName the adapter's name
 * @param virtualSwitch the switch it is connected to; null for none
 * @param mac its address for good; null lets Windows choose one
 * @see VirtualAdapters#ensure
 */
public record AddVirtualAdapter(
        UUID id,
        String adapterName,
        @Nullable String virtualSwitch,
        @Nullable MacAddress mac) implements VirtualMachineCommand<VirtualAdapter>, GuardedCommand<VirtualAdapter> {
    public AddVirtualAdapter {
        Objects.requireNonNull(id, "id");
        AdapterInputs.checkName(adapterName);
        AdapterInputs.checkSwitch(virtualSwitch);
        AdapterInputs.checkMac(mac);
    }

    @Override
    public String name() {
        return "vm.adapter.add";
    }

    @Override
    public VirtualAdapter rehearsed() {
        String made = Placeholder.text("adapter " + adapterName + " of " + id);
        return AdapterInputs.made(id, made, adapterName, virtualSwitch, mac);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return AdapterInputs.added(rehearsed());
    }
}
