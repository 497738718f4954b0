package io.quorate.lab.storage;

import io.quorate.Secret;
import io.quorate.lab.kernel.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An iSCSI target.
 *
 * @param appliance appliance's name
 * @param name its iSCSI name
 * @param chap whether initiators must log in with CHAP
 * @param online whether it serves
 * @param portals address:port texts as declared; the lab really listens on loopback
 * @param mutualUser the name it proves itself with, or null
 * @param mutualSecret the secret it proves itself with; hidden in texts
 */
public record TargetState(
        String appliance,
        String name,
        boolean chap,
        boolean online,
        List<String> portals,
        @Nullable String mutualUser,
        @Nullable Secret mutualSecret) {
    public TargetState {
        portals = List.copyOf(portals);
    }

    /** Returns the entity's key. */
    public static Key<TargetState> key(String appliance, String name) {
        return new Key<>(TargetState.class, "appliance/" + appliance + "/target/" + name);
    }
}
