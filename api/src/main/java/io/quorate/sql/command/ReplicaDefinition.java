package io.quorate.sql.command;

import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A replica as it is to be made; what is null is left to the instance's default.
 *
 * @param server the instance, as its {@code @@SERVERNAME} says
 * @param endpointUrl where other replicas reach it
 * @param mode when the primary takes a transaction for committed
 * @param failover who may fail over to it; null for a replica that holds the configuration only
 * @param seeding how it gets its first copy of a database
 * @param backupPriority 0 to 100
 * @param sessionTimeout how long it may be silent, in whole seconds
 * @param primaryConnections whom it serves as primary
 * @param secondaryConnections whom it serves as secondary
 * @param routingUrl where those who ask to read only are sent when it is secondary
 * @param routing where it sends those who ask to read only when it is primary
 * @param readWriteRoutingUrl where those who write are sent when it is primary
 */
public record ReplicaDefinition(
        String server,
        String endpointUrl,
        AvailabilityMode mode,
        @Nullable FailoverMode failover,
        @Nullable SeedingMode seeding,
        @Nullable Integer backupPriority,
        @Nullable Duration sessionTimeout,
        @Nullable AllowedConnections primaryConnections,
        @Nullable AllowedConnections secondaryConnections,
        @Nullable String routingUrl,
        @Nullable RoutingList routing,
        @Nullable String readWriteRoutingUrl) {
    static final int HIGHEST_PRIORITY = 100;
    static final Duration SHORTEST_SESSION = Duration.ofSeconds(5);

    public ReplicaDefinition {
        Inputs.checkServer("server", server);
        Inputs.checkUrl("endpointUrl", endpointUrl);
        if (!Objects.requireNonNull(mode, "mode").known()) {
            throw new IllegalArgumentException("replica " + server + ": no availability mode is called " + mode);
        }
        if (mode.equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            if (failover != null) {
                throw new IllegalArgumentException(
                        "replica " + server
                                + " holds the configuration only, so nobody fails over to it; leave its failover mode out (47110)");
            }
        } else if (failover == null) {
            throw new IllegalArgumentException("replica " + server + ": say who may fail over to it (41197)");
        } else if (!failover.known()) {
            throw new IllegalArgumentException("replica " + server + ": no failover mode is called " + failover);
        }
        if (mode.equals(AvailabilityMode.ASYNCHRONOUS_COMMIT) && FailoverMode.AUTOMATIC.equals(failover)) {
            throw new IllegalArgumentException("replica " + server
                    + " commits asynchronously, so nobody fails over to it automatically; say MANUAL, or commit synchronously"
                    + " (35211)");
        }
        if (seeding != null && !seeding.known()) {
            throw new IllegalArgumentException("replica " + server + ": no seeding mode is called " + seeding);
        }
        if (backupPriority != null) {
            Inputs.checkRange("backupPriority", backupPriority, 0, HIGHEST_PRIORITY, 35209);
        }
        if (sessionTimeout != null) {
            Inputs.checkTime(
                    "sessionTimeout",
                    sessionTimeout,
                    Duration.ofSeconds(1),
                    SHORTEST_SESSION,
                    Duration.ofSeconds(Integer.MAX_VALUE),
                    35214);
        }
        check(server, ReplicaOption.PRIMARY_CONNECTIONS, primaryConnections);
        check(server, ReplicaOption.SECONDARY_CONNECTIONS, secondaryConnections);
        if (routingUrl != null) {
            Inputs.checkUrl("routingUrl", routingUrl);
        }
        if (readWriteRoutingUrl != null) {
            Inputs.checkUrl("readWriteRoutingUrl", readWriteRoutingUrl);
        }
    }

    private static void check(String server, ReplicaOption option, @Nullable AllowedConnections value) {
        if (value != null && !option.words().contains(value.word())) {
            throw new IllegalArgumentException("replica " + server + ": " + option + " is "
                    + String.join(", ", option.words()) + ", not " + value);
        }
    }

    /** Returns the same with another routing list. */
    public ReplicaDefinition routing(@Nullable RoutingList list) {
        return new ReplicaDefinition(
                server,
                endpointUrl,
                mode,
                failover,
                seeding,
                backupPriority,
                sessionTimeout,
                primaryConnections,
                secondaryConnections,
                routingUrl,
                list,
                readWriteRoutingUrl);
    }
}
