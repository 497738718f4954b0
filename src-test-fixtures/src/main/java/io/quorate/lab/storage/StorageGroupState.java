package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;
import java.util.List;
import java.util.Locale;

/**
 * A group of targets or of initiators.
 *
 * @param appliance appliance's name
 * @param kind what it groups
 * @param name name
 * @param members iSCSI names
 */
public record StorageGroupState(String appliance, Kind kind, String name, List<String> members) {
    /** What a group groups. */
    public enum Kind {
        TARGET,
        HOST
    }

    public StorageGroupState {
        members = List.copyOf(members);
    }

    /** Returns the entity's key. */
    public static Key<StorageGroupState> key(String appliance, Kind kind, String name) {
        return new Key<>(
                StorageGroupState.class,
                "appliance/" + appliance + "/" + kind.name().toLowerCase(Locale.ROOT) + "group/" + name);
    }
}
