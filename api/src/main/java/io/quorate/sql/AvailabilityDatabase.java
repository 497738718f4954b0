package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database of a group.
 *
 * @param name its name
 * @param id its id in the group; null where the instance that told it does not know
 * @param replicas how it is on each replica, as far as it is told
 */
public record AvailabilityDatabase(String name, @Nullable UUID id, List<DatabaseReplicaState> replicas) {
    public AvailabilityDatabase {
        Objects.requireNonNull(name, "name");
        replicas = List.copyOf(replicas);
    }

    /** Returns how it is on a replica; empty if nothing is told. */
    public Optional<DatabaseReplicaState> on(String replica) {
        return replicas.stream()
                .filter(one -> one.replica().equalsIgnoreCase(replica))
                .findFirst();
    }
}
