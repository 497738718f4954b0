package io.quorate.host;

import java.util.Objects;

/**
 * A virtual switch as it is to be. Immutable.
 *
 * @param name its name; the same on all nodes of a cluster
 * @param type whom it connects
 * @param adapter the name of the adapter it stands on; empty unless it is external
 * @param managementOs whether the host keeps an adapter on it, which takes over the addresses
 */
public record SwitchSpec(String name, SwitchType type, String adapter, boolean managementOs) {
    public SwitchSpec {
        Objects.requireNonNull(type, "type");
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a name of a virtual switch: '" + name + "'");
        }
        if (type == SwitchType.UNKNOWN) {
            throw new IllegalArgumentException("a virtual switch is private, internal or external");
        }
        if ((type == SwitchType.EXTERNAL) == adapter.isBlank()) {
            throw new IllegalArgumentException("an external switch, and no other, stands on an adapter");
        }
        if (adapter.chars().anyMatch(c -> "*?[]`".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not the name of one adapter: '" + adapter + "'");
        }
    }

    /** Returns one for virtual machines alone. */
    public static SwitchSpec privately(String name) {
        return new SwitchSpec(name, SwitchType.PRIVATE, "", false);
    }

    /** Returns one for virtual machines and their host. */
    public static SwitchSpec internal(String name) {
        return new SwitchSpec(name, SwitchType.INTERNAL, "", true);
    }

    /** Returns one on an adapter, which the host goes on using. */
    public static SwitchSpec external(String name, String adapter) {
        return new SwitchSpec(name, SwitchType.EXTERNAL, adapter, true);
    }

    /** Returns the same for virtual machines alone: the host gives the adapter up. */
    public SwitchSpec withoutHost() {
        return new SwitchSpec(name, type, adapter, false);
    }
}
