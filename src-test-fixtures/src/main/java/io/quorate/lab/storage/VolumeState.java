package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A zvol. Its blocks are in the {@link BlockStore} of its guid, not in the world.
 *
 * @param appliance appliance's name
 * @param path pool/group/name
 * @param guid decimal text
 * @param size bytes
 * @param blockSize bytes
 * @param reservation referencedReservationSize: the size when thick, 0 when thin
 * @param origin path of the snapshot it is a clone of, or null
 * @param txg transaction group of its creation
 * @param properties every other property as its JSON text, e.g. compressionMode
 */
public record VolumeState(
        String appliance,
        String path,
        String guid,
        long size,
        long blockSize,
        long reservation,
        @Nullable String origin,
        long txg,
        Map<String, String> properties) {
    public VolumeState {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Returns the entity's key. */
    public static Key<VolumeState> key(String appliance, String path) {
        return new Key<>(VolumeState.class, "appliance/" + appliance + "/volume/" + path);
    }
}
