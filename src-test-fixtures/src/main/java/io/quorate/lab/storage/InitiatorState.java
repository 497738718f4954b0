package io.quorate.lab.storage;

import io.quorate.Secret;
import io.quorate.lab.kernel.Key;
import org.jspecify.annotations.Nullable;

/**
 * What the appliance knows of an initiator.
 *
 * @param appliance appliance's name
 * @param name its iSCSI name; {@code *} stands for every initiator without an entry of its own
 * @param chapUser CHAP name, or null
 * @param chapSecret CHAP secret, or null
 */
public record InitiatorState(
        String appliance,
        String name,
        @Nullable String chapUser,
        @Nullable Secret chapSecret) {
    /** Returns the entity's key. */
    public static Key<InitiatorState> key(String appliance, String name) {
        return new Key<>(InitiatorState.class, "appliance/" + appliance + "/initiator/" + name);
    }
}
