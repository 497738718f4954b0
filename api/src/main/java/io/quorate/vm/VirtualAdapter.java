package io.quorate.vm;

import io.quorate.Shown;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A network adapter of a virtual machine. Only its id tells it from the others: adapters share their default name, which is translated, too.
 *
 * @param machine the machine's id
 * @param machineName the machine's name; several may have the same
 * @param host the host the machine is on; empty where Windows does not tell
 * @param id its id, the same wherever the machine goes
 * @param name its name; several of a machine may have the same
 * @param virtualSwitch the name of the switch it is connected to; empty if none
 * @param connected whether Windows says it is connected
 * @param mac its address; null as long as it has none, which is before the machine's first start with a dynamic one
 * @param dynamicMac whether Windows chooses the address, and chooses another one when the machine starts on a host with another range
 * @param vlan its virtual LANs
 * @param addresses the IP addresses that the guest's integration services tell; empty where they do not
 * @param legacy whether it is an emulated one
 */
public record VirtualAdapter(
        UUID machine,
        String machineName,
        String host,
        String id,
        String name,
        String virtualSwitch,
        boolean connected,
        @Nullable MacAddress mac,
        boolean dynamicMac,
        AdapterVlan vlan,
        List<String> addresses,
        boolean legacy) {
    public VirtualAdapter {
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(machineName, "machineName");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(virtualSwitch, "virtualSwitch");
        Objects.requireNonNull(vlan, "vlan");
        addresses = List.copyOf(addresses);
    }

    /** Tells whether it has that id, as Windows compares ids. */
    public boolean hasId(String other) {
        return id.equalsIgnoreCase(other);
    }

    /** Tells whether it is connected to a switch of that name, or to none where the name is empty. */
    public boolean isOn(String name) {
        return virtualSwitch.equalsIgnoreCase(name);
    }

    /** Tells whether it has just that address for good; null asks whether Windows chooses it. */
    public boolean hasMac(@Nullable MacAddress wanted) {
        return wanted == null ? dynamicMac : !dynamicMac && wanted.equals(mac);
    }

    /** Returns the same on another switch; empty for none. */
    public VirtualAdapter on(String other) {
        return new VirtualAdapter(
                machine,
                machineName,
                host,
                id,
                name,
                other,
                !other.isEmpty(),
                mac,
                dynamicMac,
                vlan,
                addresses,
                legacy);
    }

    /** Returns the same with an address for good; null for one that Windows chooses. */
    public VirtualAdapter with(@Nullable MacAddress other) {
        return new VirtualAdapter(
                machine,
                machineName,
                host,
                id,
                name,
                virtualSwitch,
                connected,
                other == null ? mac : other,
                other == null,
                vlan,
                addresses,
                legacy);
    }

    /** Returns the same in other virtual LANs. */
    public VirtualAdapter with(AdapterVlan other) {
        return new VirtualAdapter(
                machine,
                machineName,
                host,
                id,
                name,
                virtualSwitch,
                connected,
                mac,
                dynamicMac,
                other,
                addresses,
                legacy);
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
