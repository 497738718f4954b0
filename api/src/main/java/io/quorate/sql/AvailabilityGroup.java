package io.quorate.sql;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An availability group, as one instance tells it. What an instance's version does not know has the value it stands for there.
 *
 * @param name its name
 * @param id its id
 * @param clusterType what stands under it
 * @param basic whether it is a basic group
 * @param distributed whether it is a group of groups
 * @param contained whether it has system databases of its own
 * @param backupPreference where backups should be taken
 * @param failureConditionLevel 1 to 5: what makes the cluster fail over
 * @param healthCheckTimeout how long an instance may be silent
 * @param databaseFailover whether one database that is lost makes it fail over
 * @param dtcPerDatabase whether it takes distributed transactions
 * @param requiredSynchronizedSecondaries how many secondaries must have hardened before a commit
 * @param sequenceNumber grows with every change of its configuration; greater is newer
 * @param connectionOptions how the cluster connects to the instance; null for the default
 * @param primary the primary replica's name as this instance tells it; null where it tells none. A secondary may be out of date
 * @param health how well it is in step; null where it is not told
 * @param replicas its replicas
 * @param databases its databases
 * @param listeners its listeners; more than one only through the cluster's own tools
 */
public record AvailabilityGroup(
        String name,
        UUID id,
        ClusterType clusterType,
        boolean basic,
        boolean distributed,
        boolean contained,
        BackupPreference backupPreference,
        int failureConditionLevel,
        Duration healthCheckTimeout,
        boolean databaseFailover,
        boolean dtcPerDatabase,
        int requiredSynchronizedSecondaries,
        long sequenceNumber,
        @Nullable String connectionOptions,
        @Nullable String primary,
        @Nullable SynchronizationHealth health,
        List<AvailabilityReplica> replicas,
        List<AvailabilityDatabase> databases,
        List<AvailabilityListener> listeners) {
    public AvailabilityGroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(clusterType, "clusterType");
        Objects.requireNonNull(backupPreference, "backupPreference");
        Objects.requireNonNull(healthCheckTimeout, "healthCheckTimeout");
        replicas = List.copyOf(replicas);
        databases = List.copyOf(databases);
        listeners = List.copyOf(listeners);
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Returns a replica by its name; the case does not matter. */
    public Optional<AvailabilityReplica> replica(String server) {
        return replicas.stream().filter(one -> one.isNamed(server)).findFirst();
    }

    /** Returns a database by its name; the case does not matter. */
    public Optional<AvailabilityDatabase> database(String database) {
        return databases.stream()
                .filter(one -> one.name().equalsIgnoreCase(database))
                .findFirst();
    }

    /** Returns the listener by its name; the case does not matter. */
    public Optional<AvailabilityListener> listener(String dns) {
        return listeners.stream()
                .filter(one -> one.name().equalsIgnoreCase(dns))
                .findFirst();
    }

    /** Returns a contained group's own copies of master and msdb; none of another group. */
    public List<AvailabilityDatabase> systemDatabases() {
        return !contained
                ? List.of()
                : databases.stream()
                        .filter(one -> one.name().equalsIgnoreCase(name + "_master")
                                || one.name().equalsIgnoreCase(name + "_msdb"))
                        .toList();
    }

    /** The same without one replica. */
    AvailabilityGroup without(String server) {
        return new AvailabilityGroup(
                name,
                id,
                clusterType,
                basic,
                distributed,
                contained,
                backupPreference,
                failureConditionLevel,
                healthCheckTimeout,
                databaseFailover,
                dtcPerDatabase,
                requiredSynchronizedSecondaries,
                sequenceNumber,
                connectionOptions,
                primary,
                health,
                replicas.stream().filter(one -> !one.isNamed(server)).toList(),
                databases,
                listeners);
    }
}
