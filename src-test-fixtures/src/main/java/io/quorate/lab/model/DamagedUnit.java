package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;

/**
 * A logical unit on which one host destroyed what another one used.
 *
 * @param naa the unit's identity
 * @param by the host that wrote
 * @param victim the host that had it online
 * @param what what was done
 */
public record DamagedUnit(String naa, String by, String victim, String what) {

    /** The entity's key: the latest damage of the world. */
    public static final Key<DamagedUnit> KEY = new Key<>(DamagedUnit.class, "damaged");
}
