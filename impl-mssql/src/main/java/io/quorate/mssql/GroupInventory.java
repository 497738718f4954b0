package io.quorate.mssql;

import io.quorate.Size;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityDatabase;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityListener;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.ClusterType;
import io.quorate.sql.ConnectedState;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.DatabaseState;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.JoinState;
import io.quorate.sql.ListenerAddress;
import io.quorate.sql.ListenerAddressState;
import io.quorate.sql.LogPosition;
import io.quorate.sql.Lsn;
import io.quorate.sql.OperationalState;
import io.quorate.sql.RecoveryHealth;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.ReplicaState;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.SeedingProgress;
import io.quorate.sql.SynchronizationHealth;
import io.quorate.sql.SynchronizationState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together the groups of an inventory, by the ids in their views. */
final class GroupInventory {
    private static final UUID NO_ID = new UUID(0, 0);
    private static final int KIB = 1024;
    private static final int USUAL_PRIORITY = 50;
    private static final int USUAL_SESSION = 10;
    private static final int USUAL_LEVEL = 3;
    private static final long USUAL_TIMEOUT = 30_000;

    private final Inventory inventory;
    private final Map<UUID, String> replicas = new HashMap<>();
    private final Map<UUID, String> groups = new HashMap<>();
    private final Map<UUID, UUID> groupsOfReplicas = new HashMap<>();
    private final Map<UUID, String> databases = new HashMap<>();

    GroupInventory(Inventory inventory) {
        this.inventory = inventory;
        names(Section.REPLICAS, "replica_id", "replica_server_name", replicas);
        names(Section.GROUPS, "group_id", "name", groups);
        names(Section.DATABASES, "group_database_id", "name", databases);
        names(Section.GROUP_DATABASES, "group_database_id", "database_name", databases);
        for (SqlRow row : inventory.rows(Section.REPLICAS)) {
            UUID replica = row.uuid("replica_id");
            UUID group = row.uuid("group_id");
            if (replica != null && group != null) {
                groupsOfReplicas.put(replica, group);
            }
        }
    }

    private void names(Section section, String id, String name, Map<UUID, String> into) {
        for (SqlRow row : inventory.rows(section)) {
            UUID key = row.uuid(id);
            String value = row.text(name);
            if (key != null && value != null) {
                into.put(key, value);
            }
        }
    }

    /** Returns the name of the group that a database is in. */
    @Nullable
    String groupOf(UUID database, @Nullable UUID replica) {
        UUID group = replica == null ? null : groupsOfReplicas.get(replica);
        if (group == null) {
            group = inventory.rows(Section.GROUP_DATABASES).stream()
                    .filter(row -> database.equals(row.uuid("group_database_id")))
                    .map(row -> row.uuid("group_id"))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        return group == null ? null : groups.get(group);
    }

    List<AvailabilityGroup> all() {
        return inventory.all("group", Section.GROUPS, this::group);
    }

    private Stream<SqlRow> of(Section section, String column, @Nullable UUID id) {
        return inventory.rows(section).stream().filter(row -> id != null && id.equals(row.uuid(column)));
    }

    private AvailabilityGroup group(SqlRow row) {
        // A group whose id cannot be read is there nevertheless; no consent is for it.
        UUID id = Objects.requireNonNullElse(row.uuid("group_id"), NO_ID);
        SqlRow state = of(Section.GROUP_STATES, "group_id", id).findFirst().orElse(null);
        String primary = state == null ? null : state.text("primary_replica");
        return new AvailabilityGroup(
                Objects.requireNonNull(row.text("name")),
                id,
                ClusterType.of(row.text("cluster_type_desc", "WSFC")),
                row.truth("basic_features"),
                row.truth("is_distributed"),
                row.truth("is_contained"),
                BackupPreference.of(row.text("automated_backup_preference_desc", "UNKNOWN")),
                row.integer("failure_condition_level", USUAL_LEVEL),
                Duration.ofMillis(row.number("health_check_timeout", USUAL_TIMEOUT)),
                row.truth("db_failover"),
                row.truth("dtc_support"),
                row.integer("required_synchronized_secondaries_to_commit", 0),
                row.number("sequence_number", 0),
                blankIsNull(row.text("cluster_connection_options")),
                blankIsNull(primary),
                word(state, "synchronization_health_desc", SynchronizationHealth::of),
                inventory.all("replica", of(Section.REPLICAS, "group_id", id).toList(), this::replica),
                databases(id),
                inventory.all("listener", of(Section.LISTENERS, "group_id", id).toList(), this::listener));
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static <T> @Nullable T word(@Nullable SqlRow row, String column, Function<String, T> make) {
        String word = row == null ? null : row.text(column);
        return word == null || word.isBlank() ? null : make.apply(word);
    }

    private AvailabilityReplica replica(SqlRow row) {
        UUID id = row.uuid("replica_id");
        return new AvailabilityReplica(
                Objects.requireNonNull(row.text("replica_server_name")),
                id,
                row.text("endpoint_url", ""),
                AvailabilityMode.of(row.text("availability_mode_desc", "UNKNOWN")),
                FailoverMode.of(row.text("failover_mode_desc", "UNKNOWN")),
                SeedingMode.of(row.text("seeding_mode_desc", "MANUAL")),
                row.integer("backup_priority", USUAL_PRIORITY),
                Duration.ofSeconds(row.number("session_timeout", USUAL_SESSION)),
                AllowedConnections.of(row.text("primary_role_allow_connections_desc", "ALL")),
                AllowedConnections.of(row.text("secondary_role_allow_connections_desc", "NO")),
                blankIsNull(row.text("read_only_routing_url")),
                routing(id),
                blankIsNull(row.text("read_write_routing_url")),
                state(id));
    }

    /** Replicas of one priority are one set. */
    private RoutingList routing(@Nullable UUID id) {
        Map<Integer, List<String>> sets = new TreeMap<>();
        of(Section.ROUTING, "replica_id", id).forEach(row -> {
            UUID to = row.uuid("read_only_replica_id");
            String name = to == null ? null : replicas.get(to);
            if (name != null) {
                sets.computeIfAbsent(row.integer("routing_priority", 0), priority -> new ArrayList<>())
                        .add(name);
            }
        });
        return new RoutingList(List.copyOf(sets.values()));
    }

    private @Nullable ReplicaState state(@Nullable UUID id) {
        SqlRow state = of(Section.REPLICA_STATES, "replica_id", id).findFirst().orElse(null);
        SqlRow join = of(Section.JOINS, "replica_id", id).findFirst().orElse(null);
        if (state == null && join == null) {
            return null;
        }
        return new ReplicaState(
                state != null && state.truth("is_local"),
                word(state, "role_desc", ReplicaRole::of),
                word(state, "operational_state_desc", OperationalState::of),
                word(state, "connected_state_desc", ConnectedState::of),
                word(state, "synchronization_health_desc", SynchronizationHealth::of),
                word(state, "recovery_health_desc", RecoveryHealth::of),
                word(join, "join_state_desc", JoinState::of),
                state == null ? null : state.integer("last_connect_error_number"),
                state == null ? null : state.text("last_connect_error_description"),
                state == null ? null : state.time("last_connect_error_timestamp"));
    }

    private List<AvailabilityDatabase> databases(UUID group) {
        Map<UUID, String> found = new LinkedHashMap<>();
        of(Section.GROUP_DATABASES, "group_id", group).forEach(row -> note(found, row, row.text("database_name")));
        of(Section.DATABASE_STATES, "group_id", group).forEach(row -> note(found, row, null));
        List<AvailabilityDatabase> all = new ArrayList<>();
        found.forEach((id, name) -> all.add(new AvailabilityDatabase(name, id, states(group, id))));
        return all;
    }

    private void note(Map<UUID, String> found, SqlRow row, @Nullable String said) {
        UUID id = row.uuid("group_database_id");
        String name = id == null ? null : said == null ? databases.get(id) : said;
        if (id != null && name != null) {
            found.putIfAbsent(id, name);
        }
    }

    private List<DatabaseReplicaState> states(UUID group, UUID database) {
        Map<UUID, SqlRow> states = byReplica(Section.DATABASE_STATES, database);
        Map<UUID, SqlRow> joins = byReplica(Section.DATABASE_JOINS, database);
        List<DatabaseReplicaState> all = new ArrayList<>();
        replicas.forEach((id, name) -> {
            boolean ours = group.equals(groupsOfReplicas.get(id));
            SqlRow state = states.get(id);
            SqlRow join = joins.get(id);
            if (ours && (state != null || join != null)) {
                inventory
                        .all("database state", List.of(state == null ? join : state), row -> copy(name, state, join))
                        .forEach(all::add);
            }
        });
        all.sort(java.util.Comparator.comparing(DatabaseReplicaState::replica, String.CASE_INSENSITIVE_ORDER));
        return all;
    }

    private Map<UUID, SqlRow> byReplica(Section section, UUID database) {
        Map<UUID, SqlRow> found = new HashMap<>();
        of(section, "group_database_id", database).forEach(row -> {
            UUID replica = row.uuid("replica_id");
            if (replica != null) {
                found.putIfAbsent(replica, row);
            }
        });
        return found;
    }

    private static DatabaseReplicaState copy(String replica, @Nullable SqlRow state, @Nullable SqlRow join) {
        SqlRow row = state == null ? new SqlRow(Map.of()) : state;
        boolean suspended = row.truth("is_suspended");
        Long lag = row.number("secondary_lag_seconds");
        return new DatabaseReplicaState(
                replica,
                row.truth("is_local"),
                row.truth("is_primary_replica"),
                join != null && join.truth("is_database_joined"),
                join != null && join.truth("is_failover_ready"),
                join != null && join.truth("is_pending_secondary_suspend"),
                word(row, "synchronization_state_desc", SynchronizationState::of),
                word(row, "synchronization_health_desc", SynchronizationHealth::of),
                word(row, "database_state_desc", DatabaseState::of),
                suspended,
                suspended ? blankIsNull(row.text("suspend_reason_desc")) : null,
                position(row, "last_sent"),
                position(row, "last_received"),
                position(row, "last_hardened"),
                position(row, "last_redone"),
                position(row, "last_commit"),
                lsn(row, "end_of_log_lsn"),
                kib(row, "log_send_queue_size"),
                kib(row, "log_send_rate"),
                kib(row, "redo_queue_size"),
                kib(row, "redo_rate"),
                lag == null || lag < 0 ? null : Duration.ofSeconds(lag),
                lsn(row, "recovery_lsn"));
    }

    private static LogPosition position(SqlRow row, String what) {
        return new LogPosition(lsn(row, what + "_lsn"), row.time(what + "_time"));
    }

    private static @Nullable Lsn lsn(SqlRow row, String column) {
        BigDecimal value = row.decimal(column);
        return value == null || value.signum() < 0 || value.precision() - value.scale() > 25
                ? null
                : new Lsn(value.toBigInteger());
    }

    private static @Nullable Size kib(SqlRow row, String column) {
        Long value = row.number(column);
        return value == null || value < 0 || value > Long.MAX_VALUE / KIB ? null : Size.bytes(value * KIB);
    }

    private AvailabilityListener listener(SqlRow row) {
        String id = row.text("listener_id", "");
        return new AvailabilityListener(
                Objects.requireNonNull(row.text("dns_name")),
                id,
                row.integer("port"),
                row.truth("is_conformant"),
                inventory.all(
                        "listener address",
                        inventory.rows(Section.LISTENER_ADDRESSES).stream()
                                .filter(one -> id.equalsIgnoreCase(one.text("listener_id", "")))
                                .toList(),
                        one -> new ListenerAddress(
                                one.text("ip_address", ""),
                                blankIsNull(one.text("ip_subnet_mask")),
                                one.truth("is_dhcp"),
                                subnet(one),
                                ListenerAddressState.of(one.text("state_desc", "UNKNOWN")))));
    }

    private static @Nullable String subnet(SqlRow row) {
        String ip = blankIsNull(row.text("network_subnet_ip"));
        Integer prefix = row.integer("network_subnet_prefix_length");
        return ip == null || prefix == null ? ip : ip + "/" + prefix;
    }

    /** Of several tries of one seeding the last one counts. */
    List<SeedingProgress> seedings() {
        Map<String, SqlRow> last = new LinkedHashMap<>();
        for (SqlRow row : inventory.rows(Section.SEEDINGS)) {
            String key = row.text("ag_id") + "/" + row.text("ag_db_id") + "/" + row.text("ag_remote_replica_id");
            SqlRow known = last.get(key);
            if (known == null || !later(known, row)) {
                last.put(key, row);
            }
        }
        return inventory.all("seeding", last.values(), this::seeding);
    }

    private static boolean later(SqlRow one, SqlRow other) {
        java.time.Instant first = one.time("start_time");
        java.time.Instant second = other.time("start_time");
        return first != null && second != null && first.isAfter(second);
    }

    private @Nullable SeedingProgress seeding(SqlRow row) {
        UUID group = row.uuid("ag_id");
        UUID database = row.uuid("ag_db_id");
        UUID replica = row.uuid("ag_remote_replica_id");
        String groupName = group == null ? null : groups.get(group);
        String name = database == null ? null : databases.get(database);
        String to = replica == null ? null : replicas.get(replica);
        if (groupName == null || name == null || to == null) {
            return null;
        }
        String host = to.indexOf('\\') < 0 ? to : to.substring(0, to.indexOf('\\'));
        SqlRow stats = inventory.rows(Section.SEEDING_STATS).stream()
                .filter(one -> name.equalsIgnoreCase(one.text("local_database_name", ""))
                        && (one.text("remote_machine_name", "").equalsIgnoreCase(to)
                                || one.text("remote_machine_name", "").equalsIgnoreCase(host)))
                .findFirst()
                .orElse(null);
        Long error = row.number("error_code");
        return new SeedingProgress(
                groupName,
                name,
                to,
                row.text("current_state", "UNKNOWN"),
                blankIsNull(row.text("failure_state_desc")),
                error == null || error == 0 ? null : error.intValue(),
                row.integer("number_of_attempts", 0),
                bytes(stats, "transferred_size_bytes"),
                bytes(stats, "database_size_bytes"),
                stats == null ? null : stats.time("estimate_time_complete_utc"));
    }

    private static @Nullable Size bytes(@Nullable SqlRow row, String column) {
        Long value = row == null ? null : row.number(column);
        return value == null || value < 0 ? null : Size.bytes(value);
    }
}
