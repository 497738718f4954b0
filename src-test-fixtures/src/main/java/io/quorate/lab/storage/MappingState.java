package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;

/**
 * A LUN mapping.
 *
 * @param appliance appliance's name
 * @param id its id
 * @param volume the volume's path
 * @param lun number
 * @param targetGroup group or {@code all}
 * @param hostGroup group or {@code all}
 * @param visible whether lists show it yet (creating and removing may lag)
 */
public record MappingState(
        String appliance, String id, String volume, int lun, String targetGroup, String hostGroup, boolean visible) {
    /** Returns the entity's key. */
    public static Key<MappingState> key(String appliance, String id) {
        return new Key<>(MappingState.class, "appliance/" + appliance + "/mapping/" + id);
    }
}
