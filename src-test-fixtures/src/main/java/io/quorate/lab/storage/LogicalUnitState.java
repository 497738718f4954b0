package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;

/**
 * A logical unit: made with a volume's first mapping and kept as long as the volume.
 *
 * @param appliance appliance's name
 * @param naa 32 hexadecimal digits, upper case
 * @param volume the volume's path
 * @param writeCacheDisabled whether its write cache is off
 * @param writeProtected whether writes are refused
 */
public record LogicalUnitState(
        String appliance, String naa, String volume, boolean writeCacheDisabled, boolean writeProtected) {
    /** Returns the entity's key. */
    public static Key<LogicalUnitState> key(String appliance, String naa) {
        return new Key<>(LogicalUnitState.class, "appliance/" + appliance + "/lu/" + naa);
    }
}
