package io.quorate.sql;

import io.quorate.Shown;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a replica should be; what is not said and has no default is left as it is. Mutable inside the lambda it is handed to, and of no use outside. */
public final class ReplicaSpec {
    private @Nullable String endpointUrl;
    private AvailabilityMode mode = AvailabilityMode.SYNCHRONOUS_COMMIT;
    private @Nullable FailoverMode failover;
    private SeedingMode seeding = SeedingMode.AUTOMATIC;
    private @Nullable Integer backupPriority;
    private @Nullable Duration sessionTimeout;
    private @Nullable AllowedConnections primaryConnections;
    private @Nullable AllowedConnections secondaryConnections;
    private @Nullable String routingUrl;
    private @Nullable RoutingList routing;
    private @Nullable String readWriteRoutingUrl;
    private @Nullable String serviceAccount;

    ReplicaSpec() {}

    /** Sets where other replicas reach it; by default {@code TCP://}, the host as the endpoint names it, and the mirroring endpoint's port. */
    public ReplicaSpec endpointUrl(String value) {
        endpointUrl = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets when the primary takes a transaction for committed; synchronously by default. */
    public ReplicaSpec mode(AvailabilityMode value) {
        mode = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets who may fail over to it. By default the cluster by itself where there is one, the replica commits synchronously and the instance is
     * no failover cluster instance, which only an administrator fails over to.
     */
    public ReplicaSpec failover(FailoverMode value) {
        failover = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how it gets its first copy of a database; automatically by default. */
    public ReplicaSpec seeding(SeedingMode value) {
        seeding = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how gladly it takes backups, 0 to 100. */
    public ReplicaSpec backupPriority(int value) {
        backupPriority = value;
        return this;
    }

    /** Sets how long it may be silent, in whole seconds, 5 at least. */
    public ReplicaSpec sessionTimeout(Duration value) {
        sessionTimeout = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets whom it serves as primary. */
    public ReplicaSpec primaryConnections(AllowedConnections value) {
        primaryConnections = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets whom it serves as secondary. */
    public ReplicaSpec secondaryConnections(AllowedConnections value) {
        secondaryConnections = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets where those who ask to read only are sent when it is secondary: {@code TCP://host:port}, the port of its own log-ins. */
    public ReplicaSpec routingUrl(String value) {
        routingUrl = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets where it sends those who ask to read only when it is primary; members are replicas' names. */
    public ReplicaSpec routing(RoutingList value) {
        routing = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets where those who write are sent when it is primary and they came to a secondary (2019 and later). */
    public ReplicaSpec readWriteRoutingUrl(String value) {
        readWriteRoutingUrl = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the account that its service runs as, where the instance does not tell or its machine's account is meant. */
    public ReplicaSpec serviceAccount(String value) {
        serviceAccount = Objects.requireNonNull(value, "value");
        return this;
    }

    Wanted build(String host) {
        return new Wanted(
                host,
                endpointUrl,
                mode,
                failover,
                seeding,
                backupPriority,
                sessionTimeout,
                primaryConnections,
                secondaryConnections,
                routingUrl,
                routing,
                readWriteRoutingUrl,
                serviceAccount);
    }

    /** The finished specification. */
    record Wanted(
            String host,
            @Nullable String endpointUrl,
            AvailabilityMode mode,
            @Nullable FailoverMode failover,
            SeedingMode seeding,
            @Nullable Integer backupPriority,
            @Nullable Duration sessionTimeout,
            @Nullable AllowedConnections primaryConnections,
            @Nullable AllowedConnections secondaryConnections,
            @Nullable String routingUrl,
            @Nullable RoutingList routing,
            @Nullable String readWriteRoutingUrl,
            @Nullable String serviceAccount) {}

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpointUrl", endpointUrl)
                .with("mode", mode)
                .with("failover", failover)
                .with("seeding", seeding)
                .with("backupPriority", backupPriority)
                .with("sessionTimeout", sessionTimeout)
                .with("primaryConnections", primaryConnections)
                .with("secondaryConnections", secondaryConnections)
                .with("routingUrl", routingUrl)
                .with("routing", routing)
                .with("readWriteRoutingUrl", readWriteRoutingUrl)
                .with("serviceAccount", serviceAccount)
                .toString();
    }
}
