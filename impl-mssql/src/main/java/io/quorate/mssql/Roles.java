package io.quorate.mssql;

import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.SqlInventory;
import java.util.Locale;
import java.util.Optional;

/** What an instance is in a group, as it tells it itself. */
final class Roles {
    private Roles() {}

    /** Returns the instance's own replica. */
    static Optional<AvailabilityReplica> local(AvailabilityGroup group, SqlInventory seen) {
        Optional<AvailabilityReplica> told = group.replicas().stream()
                .filter(replica -> replica.state() != null && replica.state().local())
                .findFirst();
        return told.isPresent() ? told : group.replica(seen.instance().name());
    }

    static boolean is(ReplicaRole role, AvailabilityGroup group, SqlInventory seen) {
        return local(group, seen)
                .filter(replica -> replica.state() != null && replica.state().is(role))
                .isPresent();
    }

    /** Returns the instance's own copy of a database. */
    static Optional<DatabaseReplicaState> copy(AvailabilityGroup group, String database, SqlInventory seen) {
        return group.database(database).flatMap(found -> {
            Optional<DatabaseReplicaState> told = found.replicas().stream()
                    .filter(DatabaseReplicaState::local)
                    .findFirst();
            return told.isPresent() ? told : found.on(seen.instance().name());
        });
    }

    static String word(Optional<AvailabilityReplica> replica) {
        return replica.map(AvailabilityReplica::state)
                .map(state -> state.role())
                .map(role -> role.equals(ReplicaRole.RESOLVING)
                        ? "resolving its role"
                        : "a " + role.word().toLowerCase(Locale.ROOT))
                .orElse("in no known role");
    }
}
