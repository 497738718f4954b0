package io.quorate.vm;

import io.quorate.Shown;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a network adapter should be like; what is not said stays as it is. Mutable inside the lambda it is handed to, and of no use outside.
 */
public final class AdapterSpec {
    private @Nullable String virtualSwitch;
    private @Nullable AdapterVlan vlan;
    private @Nullable MacAddress mac;
    private boolean dynamicMac;

    AdapterSpec() {}

    /** Connects it to a virtual switch of the host. A machine that moves needs one of that name on every host it may come to. */
    public AdapterSpec connectedTo(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a virtual switch has a name");
        }
        virtualSwitch = name;
        return this;
    }

    /** Connects it to no switch. */
    public AdapterSpec disconnected() {
        virtualSwitch = "";
        return this;
    }

    /** Sets its virtual LANs. */
    public AdapterSpec vlan(AdapterVlan value) {
        vlan = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Gives it an address for good, which goes with the machine wherever it moves: what a provider has bound an IP address to. It can be set
     * while the machine is off.
     */
    public AdapterSpec mac(MacAddress value) {
        mac = Objects.requireNonNull(value, "value");
        dynamicMac = false;
        return this;
    }

    /** Lets Windows choose its address, which is another one when the machine starts on a host with another range. */
    public AdapterSpec dynamicMac() {
        mac = null;
        dynamicMac = true;
        return this;
    }

    @Nullable
    String virtualSwitch() {
        return virtualSwitch;
    }

    @Nullable
    AdapterVlan vlan() {
        return vlan;
    }

    @Nullable
    MacAddress mac() {
        return mac;
    }

    /** Tells whether something was said of the address. */
    boolean saysMac() {
        return dynamicMac || mac != null;
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("virtualSwitch", virtualSwitch)
                .with("vlan", vlan)
                .with("mac", mac)
                .with("dynamicMac", dynamicMac)
                .toString();
    }
}
