package io.quorate.san;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logical unit's persistent reservations (PERSISTENT RESERVE IN).
 *
 * @param generation counts the changes of registrations
 * @param keys the registered keys, one for each registration, as unsigned numbers
 * @param holder the key that holds the reservation; null if none is held
 * @param type the reservation's type (SPC-4 table 72); null if none is held
 */
public record Reservations(
        long generation,
        List<Long> keys,
        @Nullable Long holder,
        @Nullable Integer type) {
    public Reservations {
        keys = List.copyOf(keys);
    }

    /** Tells whether anybody registered or holds anything. */
    public boolean any() {
        return !keys.isEmpty() || holder != null;
    }
}
