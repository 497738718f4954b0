package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logical unit's persistent reservations (SPC-3 5.6). They survive a power cut only if registered with APTPL.
 *
 * @param naa the logical unit
 * @param generation PRgeneration
 * @param registrations registrants in the order of their registration
 * @param holder index-free: the I_T nexus that holds, as {@code initiator,isid}, or null
 * @param type reservation type, 0 for none
 * @param persists APTPL
 */
public record ReservationState(
        String naa,
        long generation,
        List<Registration> registrations,
        @Nullable String holder,
        int type,
        boolean persists) {
    /**
     * One registration.
     *
     * @param nexus the I_T nexus, {@code initiator,isid}
     * @param key the reservation key
     */
    public record Registration(String nexus, long key) {}

    public ReservationState {
        registrations = List.copyOf(registrations);
    }

    /** Returns the entity's key. */
    public static Key<ReservationState> key(String naa) {
        return new Key<>(ReservationState.class, "lu/" + naa + "/reservations");
    }
}
