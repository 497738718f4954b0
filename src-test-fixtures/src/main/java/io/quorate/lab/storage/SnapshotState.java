package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;

/**
 * A snapshot.
 *
 * @param appliance appliance's name
 * @param path dataset@name
 * @param guid decimal text
 * @param txg transaction group of its creation
 * @param size the volume's size then; 0 for a volume group's
 * @param deferred whether it goes when its last clone goes
 */
public record SnapshotState(String appliance, String path, String guid, long txg, long size, boolean deferred) {
    /** Returns the entity's key. */
    public static Key<SnapshotState> key(String appliance, String path) {
        return new Key<>(SnapshotState.class, "appliance/" + appliance + "/snapshot/" + path);
    }
}
