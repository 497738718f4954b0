package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;

/**
 * An appliance as a machine.
 *
 * @param name host name
 * @param on whether it has power
 * @param targetService whether the iSCSI target service runs
 */
public record ApplianceState(String name, boolean on, boolean targetService) {
    /** Returns the entity's key. */
    public static Key<ApplianceState> key(String name) {
        return new Key<>(ApplianceState.class, "appliance/" + name);
    }
}
