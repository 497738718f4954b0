package io.quorate.lab.ddl;

import org.jspecify.annotations.Nullable;

/**
 * Options of a group; null is one that the statement does not name.
 *
 * @param failureConditionLevel 1 to 5
 * @param healthCheckTimeout in milliseconds
 * @param writeLeaseValidity in seconds
 * @param clusterConnectionOptions empty restores the defaults
 */
public record GroupOptions(
        @Nullable BackupPreference backupPreference,
        @Nullable Integer failureConditionLevel,
        @Nullable Long healthCheckTimeout,
        @Nullable Boolean databaseFailover,
        @Nullable DtcSupport dtcSupport,
        boolean basic,
        boolean contained,
        boolean reuseSystemDatabases,
        boolean autoseedingSystemDatabases,
        @Nullable ClusterType clusterType,
        @Nullable Integer requiredSynchronizedSecondaries,
        @Nullable Long writeLeaseValidity,
        @Nullable String clusterConnectionOptions) {

    /** Where backup jobs are wanted. */
    public enum BackupPreference {
        PRIMARY,
        SECONDARY_ONLY,
        SECONDARY,
        NONE
    }

    /** What a distributed transaction finds. */
    public enum DtcSupport {
        PER_DB,
        NONE
    }

    /** Who elects the primary. */
    public enum ClusterType {
        WSFC,
        EXTERNAL,
        NONE
    }
}
