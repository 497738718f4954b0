package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.List;

/**
 * A shared disk.
 *
 * @param id unique id, the same on every host
 * @param guid GPT disk GUID
 * @param number disk number; in the lab the same on every host
 * @param size bytes
 * @param seenBy names of the hosts that see it
 */
public record DiskState(String id, String guid, int number, long size, List<String> seenBy) {
    public DiskState {
        seenBy = List.copyOf(seenBy);
    }

    /** Returns the entity's key. */
    public static Key<DiskState> key(String id) {
        return new Key<>(DiskState.class, "disk/" + id);
    }
}
