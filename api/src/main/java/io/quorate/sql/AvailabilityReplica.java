package io.quorate.sql;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replica of a group.
 *
 * @param name the instance, as its {@code @@SERVERNAME} says
 * @param id the replica's id; null where the instance that told it does not know
 * @param endpointUrl where other replicas reach it: {@code TCP://sql1.example.com:5022}
 * @param mode when the primary takes a transaction for committed
 * @param failover who may fail over to it
 * @param seeding how it gets its first copy of a database
 * @param backupPriority 0 to 100; 0 never takes backups
 * @param sessionTimeout how long it may be silent
 * @param primaryConnections whom it serves as primary
 * @param secondaryConnections whom it serves as secondary
 * @param routingUrl where those who ask to read only are sent when it is secondary; null for nowhere
 * @param routing where it sends those who ask to read only when it is primary
 * @param readWriteRoutingUrl where those who write are sent when it is primary; null for nowhere
 * @param state how it is; null where nothing is told
 */
public record AvailabilityReplica(
        String name,
        @Nullable UUID id,
        String endpointUrl,
        AvailabilityMode mode,
        FailoverMode failover,
        SeedingMode seeding,
        int backupPriority,
        Duration sessionTimeout,
        AllowedConnections primaryConnections,
        AllowedConnections secondaryConnections,
        @Nullable String routingUrl,
        RoutingList routing,
        @Nullable String readWriteRoutingUrl,
        @Nullable ReplicaState state) {
    public AvailabilityReplica {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(endpointUrl, "endpointUrl");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(failover, "failover");
        Objects.requireNonNull(seeding, "seeding");
        Objects.requireNonNull(sessionTimeout, "sessionTimeout");
        Objects.requireNonNull(primaryConnections, "primaryConnections");
        Objects.requireNonNull(secondaryConnections, "secondaryConnections");
        Objects.requireNonNull(routing, "routing");
    }

    /** Tells whether it is known to be the primary. */
    public boolean isPrimary() {
        return state != null && state.is(ReplicaRole.PRIMARY);
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}
