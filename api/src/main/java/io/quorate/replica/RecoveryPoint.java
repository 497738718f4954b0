package io.quorate.replica;

import io.quorate.Shown;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * A state of a replica that it can take over from, besides the latest.
 *
 * @param id its id
 * @param name its name, in the host's language
 * @param kind what made it
 * @param time when it was made, by the host's clock
 */
public record RecoveryPoint(UUID id, String name, RecoveryPointKind kind, Instant time) {
    public RecoveryPoint {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(time, "time");
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
