package io.quorate.vm.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import io.quorate.vm.VlanMode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Sets the virtual LANs of a virtual machine's network adapter.
 *
 * @param id the machine's id
 * @param adapter the adapter's id
 * @param vlan its virtual LANs: untagged, access or trunk
 * @see VirtualAdapters#setVlan
 */
public record SetAdapterVlan(UUID id, String adapter, AdapterVlan vlan)
        implements VirtualMachineCommand<VirtualAdapter>, ConvergingCommand<VirtualAdapter> {
    public SetAdapterVlan {
        Objects.requireNonNull(id, "id");
        AdapterInputs.checkAdapter(adapter);
        if (vlan.mode() == VlanMode.PRIVATE || vlan.mode() == VlanMode.UNKNOWN) {
            throw new IllegalArgumentException("an adapter is set to untagged, access or trunk, not to " + vlan);
        }
    }

    @Override
    public String name() {
        return "vm.adapter.set-vlan";
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
        return before.with(vlan);
    }
}
