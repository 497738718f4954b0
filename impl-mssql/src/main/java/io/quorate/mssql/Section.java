package io.quorate.mssql;

import io.quorate.sql.SqlVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of the batch that reads an instance, in their order. One view each, without joins: what belongs together is put together here, so
 * that a view without rows takes nothing else away. Columns that came with a later version are asked for from that version on: one that the
 * instance does not know fails the whole batch.
 */
enum Section {
    INSTANCE(
            null,
            "@@SERVERNAME AS server_name",
            "SERVERPROPERTY(N'ProductVersion') AS product_version",
            "SERVERPROPERTY(N'Edition') AS edition",
            "SERVERPROPERTY(N'IsHadrEnabled') AS is_hadr_enabled",
            "SERVERPROPERTY(N'HadrManagerStatus') AS hadr_manager_status",
            "SERVERPROPERTY(N'IsClustered') AS is_clustered",
            "SERVERPROPERTY(N'InstanceDefaultDataPath') AS data_path",
            "SERVERPROPERTY(N'InstanceDefaultLogPath') AS log_path",
            "SERVERPROPERTY(N'Collation') AS collation",
            "SERVERPROPERTY(N'ServerName') AS windows_name",
            "SERVERPROPERTY(N'FilestreamEffectiveLevel') AS filestream_level",
            "SUSER_SNAME() AS caller",
            "GETDATE() AS read_at"),
    CLUSTER("sys.dm_hadr_cluster", "cluster_name", "quorum_type_desc", "quorum_state_desc"),
    MEMBERS("sys.dm_hadr_cluster_members", "member_name", "member_type_desc", "member_state", "number_of_quorum_votes"),
    SERVICES("sys.dm_server_services", "servicename", "service_account"),
    ENDPOINTS(
            "sys.database_mirroring_endpoints",
            "name",
            "endpoint_id",
            "principal_id",
            "state_desc",
            "role_desc",
            "encryption_algorithm_desc",
            "connection_auth_desc",
            "certificate_id"),
    PORTS("sys.tcp_endpoints", "endpoint_id", "port", "ip_address"),
    GRANTS("sys.server_permissions", "class", "major_id", "grantee_principal_id", "permission_name", "state_desc"),
    MEMBERSHIPS("sys.server_role_members", "role_principal_id", "member_principal_id"),
    SETTINGS("sys.configurations", "name", "value_in_use"),
    PRINCIPALS("sys.server_principals", "name", "principal_id", "sid", "type_desc", "is_disabled"),
    GROUPS(
            "sys.availability_groups",
            "group_id",
            "name",
            "failure_condition_level",
            "health_check_timeout",
            "automated_backup_preference_desc",
            "basic_features",
            "dtc_support",
            "db_failover",
            "is_distributed",
            "cluster_type_desc>14",
            "required_synchronized_secondaries_to_commit>14",
            "sequence_number>14",
            "is_contained>16",
            "cluster_connection_options>17"),
    GROUP_STATES("sys.dm_hadr_availability_group_states", "group_id", "primary_replica", "synchronization_health_desc"),
    REPLICAS(
            "sys.availability_replicas",
            "replica_id",
            "group_id",
            "replica_server_name",
            "endpoint_url",
            "availability_mode_desc",
            "failover_mode_desc",
            "session_timeout",
            "primary_role_allow_connections_desc",
            "secondary_role_allow_connections_desc",
            "backup_priority",
            "read_only_routing_url",
            "seeding_mode_desc",
            "read_write_routing_url>15"),
    REPLICA_STATES(
            "sys.dm_hadr_availability_replica_states",
            "replica_id",
            "group_id",
            "is_local",
            "role_desc",
            "operational_state_desc",
            "connected_state_desc",
            "recovery_health_desc",
            "synchronization_health_desc",
            "last_connect_error_number",
            "last_connect_error_description",
            "last_connect_error_timestamp"),
    JOINS("sys.dm_hadr_availability_replica_cluster_states", "replica_id", "group_id", "join_state_desc"),
    ROUTING("sys.availability_read_only_routing_lists", "replica_id", "routing_priority", "read_only_replica_id"),
    GROUP_DATABASES("sys.availability_databases_cluster", "group_id", "group_database_id", "database_name"),
    DATABASE_STATES(
            "sys.dm_hadr_database_replica_states",
            "database_id",
            "group_id",
            "replica_id",
            "group_database_id",
            "is_local",
            "is_primary_replica",
            "synchronization_state_desc",
            "synchronization_health_desc",
            "database_state_desc",
            "is_suspended",
            "suspend_reason_desc",
            "last_sent_lsn",
            "last_sent_time",
            "last_received_lsn",
            "last_received_time",
            "last_hardened_lsn",
            "last_hardened_time",
            "last_redone_lsn",
            "last_redone_time",
            "last_commit_lsn",
            "last_commit_time",
            "end_of_log_lsn",
            "recovery_lsn",
            "log_send_queue_size",
            "log_send_rate",
            "redo_queue_size",
            "redo_rate",
            "secondary_lag_seconds"),
    DATABASE_JOINS(
            "sys.dm_hadr_database_replica_cluster_states",
            "replica_id",
            "group_database_id",
            "database_name",
            "is_failover_ready",
            "is_pending_secondary_suspend",
            "is_database_joined"),
    LISTENERS("sys.availability_group_listeners", "group_id", "listener_id", "dns_name", "port", "is_conformant"),
    LISTENER_ADDRESSES(
            "sys.availability_group_listener_ip_addresses",
            "listener_id",
            "ip_address",
            "ip_subnet_mask",
            "is_dhcp",
            "network_subnet_ip",
            "network_subnet_prefix_length",
            "state_desc"),
    DATABASES(
            "sys.databases",
            "name",
            "database_id",
            "state_desc",
            "recovery_model_desc",
            "is_read_only",
            "user_access_desc",
            "is_auto_close_on",
            "owner_sid",
            "collation_name",
            "compatibility_level",
            "containment",
            "is_encrypted",
            "is_master_key_encrypted_by_server",
            "replica_id",
            "group_database_id"),
    MIRRORING("sys.database_mirroring", "database_id", "mirroring_guid"),
    RECOVERY("sys.database_recovery_status", "database_id", "last_log_backup_lsn"),
    FILES("sys.master_files", "database_id", "name", "physical_name", "type_desc", "size"),
    ENCRYPTION("sys.dm_database_encryption_keys", "database_id", "encryptor_thumbprint"),
    USERS("master.sys.database_principals", "name", "principal_id", "sid", "type"),
    KEYS("sys.symmetric_keys", "name"),
    CERTIFICATES(
            "sys.certificates",
            "name",
            "certificate_id",
            "principal_id",
            "subject",
            "expiry_date",
            "pvt_key_encryption_type",
            "thumbprint",
            "CERTENCODED(certificate_id) AS encoded"),
    VOLUMES(
            "sys.master_files AS f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS v",
            "v.volume_mount_point",
            "v.total_bytes",
            "v.available_bytes"),
    SEEDINGS(
            "sys.dm_hadr_automatic_seeding",
            "ag_id",
            "ag_db_id",
            "ag_remote_replica_id",
            "current_state",
            "failure_state_desc",
            "error_code",
            "number_of_attempts",
            "start_time"),
    SEEDING_STATS(
            "sys.dm_hadr_physical_seeding_stats",
            "local_database_name",
            "remote_machine_name",
            "transferred_size_bytes",
            "database_size_bytes",
            "estimate_time_complete_utc");

    /** The one setting that is asked for. */
    static final String CONTAINED = "contained database authentication";

    private final @Nullable String from;
    private final List<String> columns;

    Section(@Nullable String from, String... columns) {
        this.from = from;
        this.columns = List.of(columns);
    }

    /** Returns what asks for it. */
    String select(int major) {
        List<String> asked = new ArrayList<>();
        for (String column : columns) {
            int since = column.indexOf('>');
            if (since < 0) {
                asked.add(column);
            } else if (major >= Integer.parseInt(column.substring(since + 1))) {
                asked.add(column.substring(0, since));
            }
        }
        return "SELECT " + String.join(", ", asked) + (from == null ? "" : " FROM " + from)
                + switch (this) {
                    case GRANTS -> " WHERE class IN (100, 105)";
                    case SETTINGS -> " WHERE name = N'" + CONTAINED + "'";
                    default -> "";
                };
    }

    /** Returns the batch for a version; of one that is not known, what the last one that is knows. */
    static String batch(int major) {
        int asked = Math.max(SqlVersion.SQL_2016, Math.min(major, SqlVersion.SQL_2025));
        StringBuilder batch = new StringBuilder();
        for (Section section : values()) {
            batch.append(section.select(asked)).append(";\n");
        }
        return batch.toString();
    }
}
