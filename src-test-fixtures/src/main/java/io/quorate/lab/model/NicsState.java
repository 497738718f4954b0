package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The network adapters of a virtual machine.
 *
 * @param vm the machine's id
 * @param nics the adapters, in the order they were added
 */
public record NicsState(String vm, List<Nic> nics) {

    /**
     * An adapter.
     *
     * @param id the second GUID of the id that Windows shows
     * @param name its name; empty for the name that Windows gives in its own language
     * @param network the switch it is to be on, or null
     * @param mac twelve hexadecimal digits; empty as long as it has none
     * @param dynamic whether Windows chooses the address
     * @param vlan its virtual LANs
     */
    public record Nic(String id, String name, @Nullable String network, String mac, boolean dynamic, Vlan vlan) {

        /** Returns it on another switch. */
        public Nic on(@Nullable String other) {
            return new Nic(id, name, other, mac, dynamic, vlan);
        }

        /** Returns it with another address. */
        public Nic with(String other, boolean chosen) {
            return new Nic(id, name, network, other, chosen, vlan);
        }

        /** Returns it in other virtual LANs. */
        public Nic with(Vlan other) {
            return new Nic(id, name, network, mac, dynamic, other);
        }
    }

    /**
     * The virtual LANs of an adapter.
     *
     * @param mode 0 untagged, 1 access, 2 trunk
     * @param access its VLAN with access
     * @param untagged the VLAN of frames without a tag with trunk
     * @param allowed what a trunk lets through, as it was given
     */
    public record Vlan(int mode, int access, int untagged, String allowed) {
        /** None. */
        public static final Vlan NONE = new Vlan(0, 0, 0, "");
    }

    public NicsState {
        nics = List.copyOf(nics);
    }

    /** Returns the entity's key. */
    public static Key<NicsState> key(String vm) {
        return new Key<>(NicsState.class, "vm/" + vm.toLowerCase(Locale.ROOT) + "/adapters");
    }
}
