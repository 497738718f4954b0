package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;

/**
 * A volume group.
 *
 * @param appliance appliance's name
 * @param path pool/name
 * @param guid decimal text
 * @param txg transaction group of its creation
 */
public record VolumeGroupState(String appliance, String path, String guid, long txg) {
    /** Returns the entity's key. */
    public static Key<VolumeGroupState> key(String appliance, String path) {
        return new Key<>(VolumeGroupState.class, "appliance/" + appliance + "/volumeGroup/" + path);
    }
}
