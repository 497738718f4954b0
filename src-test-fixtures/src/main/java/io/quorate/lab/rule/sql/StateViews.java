package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.GroupViews.at;
import static io.quorate.lab.sql.SqlType.BIGINT;
import static io.quorate.lab.sql.SqlType.BIT;
import static io.quorate.lab.sql.SqlType.DATETIME;
import static io.quorate.lab.sql.SqlType.NUMERIC;

import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.model.sql.AgReplica;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.AgState.AgDatabase;
import io.quorate.lab.model.sql.DatabaseState;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.DatabaseState.Sync;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LogPoint;
import io.quorate.lab.model.sql.ReplicaState;
import io.quorate.lab.model.sql.ReplicaState.Role;
import io.quorate.lab.model.sql.SeedState;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.rule.sql.GroupViews.ReplicaRow;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The management views of groups: how it is. Rows of other replicas are told by the primary alone. */
final class StateViews {
    private static final List<String> HEALTH = List.of("NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY");

    private final SqlEstate sql;
    private final String instance;
    private final int major;
    private final GroupViews groups;

    StateViews(SqlEstate sql, InstanceState instance, GroupViews groups) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
        this.groups = groups;
    }

    record CopyRow(AgState group, AgReplica replica, AgDatabase database, DatabaseState copy) {}

    List<SqlView> views() {
        List<SqlView> views = new ArrayList<>();
        views.add(groupStates());
        views.add(replicaStates());
        views.add(replicaClusterStates());
        views.add(clusterNodes());
        views.add(databaseStates());
        views.add(databaseClusterStates());
        if (major >= 13) {
            views.add(seedings());
            views.add(seedingStats());
        }
        views.add(nameMap());
        views.add(new ViewTable<String>("sys.dm_hadr_auto_page_repair", major, List::of)
                .number("database_id", r -> 0)
                .number("file_id", r -> 0)
                .big("page_id", r -> 0L)
                .view());
        return views;
    }

    private static boolean here(ReplicaRow row, String instance) {
        return row.at().equalsIgnoreCase(instance);
    }

    private Role role(AgState group, String server) {
        return sql.replica(group.name(), server).map(ReplicaState::role).orElse(Role.RESOLVING);
    }

    private boolean primary(AgState group) {
        return role(group, instance) == Role.PRIMARY;
    }

    // groups and replicas

    private SqlView groupStates() {
        return new ViewTable<AgState>("sys.dm_hadr_availability_group_states", major, () -> sql.groupsOf(instance))
                .id("group_id", AgState::id)
                .text(
                        "primary_replica",
                        g -> g.distributed() ? sql.distributed().memberAt(g, g.primary()) : g.primary())
                .tiny("primary_recovery_health", g -> primary(g) ? 1 : null)
                .text("primary_recovery_health_desc", g -> primary(g) ? "ONLINE" : null)
                .tiny("secondary_recovery_health", g -> primary(g) ? null : 1)
                .text("secondary_recovery_health_desc", g -> primary(g) ? null : "ONLINE")
                .tiny("synchronization_health", this::health)
                .text("synchronization_health_desc", g -> HEALTH.get(health(g)))
                .view();
    }

    private int health(AgState group) {
        int healthy = 0;
        int ill = 0;
        for (AgReplica replica : group.replicas()) {
            int health = health(group, replica);
            healthy += health == 2 ? 1 : 0;
            ill += health == 0 ? 1 : 0;
        }
        return healthy == group.replicas().size() ? 2 : ill == group.replicas().size() ? 0 : 1;
    }

    private int health(ReplicaRow row) {
        return row.group().distributed() ? 2 : health(row.group(), row.replica());
    }

    private int health(AgState group, AgReplica replica) {
        if (role(group, replica.server()) == Role.RESOLVING) {
            return 0;
        }
        int worst = 2;
        for (AgDatabase database : group.databases()) {
            worst = Math.min(
                    worst,
                    sql.copy(group, database.name(), replica.server())
                            .map(c -> health(group, replica, c))
                            .orElse(0));
        }
        return worst;
    }

    private int health(AgState group, AgReplica replica, DatabaseState copy) {
        if (copy.suspended() != null || role(group, replica.server()) == Role.RESOLVING) {
            return 0;
        }
        return switch (copy.sync()) {
            case SYNCHRONIZED -> 2;
            case SYNCHRONIZING -> replica.mode() == AvailabilityMode.SYNCHRONOUS_COMMIT ? 1 : 2;
            default -> 0;
        };
    }

    private List<ReplicaRow> told() {
        return groups.replicaRows().stream()
                .filter(r -> here(r, instance) || primary(r.group()))
                .toList();
    }

    private Optional<ReplicaState> state(ReplicaRow row) {
        return sql.replica(row.group().name(), row.at());
    }

    private int connected(ReplicaRow row) {
        Role role = role(row.group(), row.at());
        boolean alone =
                here(row, instance) && role == Role.RESOLVING && row.group().primary() == null;
        return !alone && state(row).filter(ReplicaState::connected).isPresent() ? 1 : 0;
    }

    private SqlView replicaStates() {
        return new ViewTable<ReplicaRow>("sys.dm_hadr_availability_replica_states", major, this::told)
                .id("replica_id", r -> r.replica().id())
                .id("group_id", r -> r.group().id())
                .flag("is_local", r -> here(r, instance))
                .tiny("role", r -> shownRole(r).ordinal())
                .text("role_desc", r -> shownRole(r).name())
                .tiny("operational_state", r -> here(r, instance) ? operational(r) : null)
                .text(
                        "operational_state_desc",
                        r -> !here(r, instance)
                                ? null
                                : switch (operational(r)) {
                                    case 2 -> "ONLINE";
                                    case 5 -> "FAILED_NO_QUORUM";
                                    default -> "OFFLINE";
                                })
                .tiny("connected_state", this::connected)
                .text("connected_state_desc", r -> connected(r) == 1 ? "CONNECTED" : "DISCONNECTED")
                .tiny("recovery_health", r -> here(r, instance) ? recovered(r) : null)
                .text(
                        "recovery_health_desc",
                        r -> !here(r, instance) ? null : recovered(r) == 1 ? "ONLINE" : "ONLINE_IN_PROGRESS")
                .tiny("synchronization_health", this::health)
                .text("synchronization_health_desc", r -> HEALTH.get(health(r)))
                .number(
                        "last_connect_error_number",
                        r -> error(r).map(ReplicaState::error).orElse(null))
                .text(
                        "last_connect_error_description",
                        r -> error(r).map(s -> "An error occurred while connecting: " + s.error())
                                .orElse(null))
                .time(
                        "last_connect_error_timestamp",
                        r -> error(r).map(s -> at(s.errorAt())).orElse(null))
                .since(14, "write_lease_remaining_ticks", BIGINT, r -> null)
                .since(14, "current_configuration_commit_start_time_utc", DATETIME, r -> null)
                .view();
    }

    /** What a primary knows of a replica that does not speak is nothing: it shows as resolving. */
    private Role shownRole(ReplicaRow row) {
        return here(row, instance) || connected(row) == 1 ? role(row.group(), row.at()) : Role.RESOLVING;
    }

    private Optional<ReplicaState> error(ReplicaRow row) {
        return state(row).filter(s -> s.error() != 0);
    }

    private int operational(ReplicaRow row) {
        boolean quorum = !GroupViews.windows(row.group())
                || sql.links().quorate(sql.instance(instance).host());
        return !quorum ? 5 : role(row.group(), instance) == Role.RESOLVING ? 3 : 2;
    }

    private int recovered(ReplicaRow row) {
        return row.group().databases().stream()
                        .allMatch(d -> sql.copy(row.group(), d.name(), instance)
                                .filter(c -> c.mode() == Mode.ONLINE)
                                .isPresent())
                ? 1
                : 0;
    }

    private SqlView replicaClusterStates() {
        return new ViewTable<ReplicaRow>("sys.dm_hadr_availability_replica_cluster_states", major, groups::replicaRows)
                .id("replica_id", r -> r.replica().id())
                .text("replica_server_name", r -> r.replica().server())
                .id("group_id", r -> r.group().id())
                .tiny("join_state", r -> joined(r) ? 1 : 0)
                .text("join_state_desc", r -> joined(r) ? "JOINED_STANDALONE" : "NOT_JOINED")
                .view();
    }

    private boolean joined(ReplicaRow row) {
        return state(row).filter(ReplicaState::joined).isPresent();
    }

    private SqlView clusterNodes() {
        return new ViewTable<ReplicaRow>("sys.dm_hadr_availability_replica_cluster_nodes", major, groups::replicaRows)
                .text("group_name", r -> r.group().name())
                .text("replica_server_name", r -> r.replica().server())
                .text(
                        "node_name",
                        r -> sql.findInstance(r.replica().server())
                                .map(InstanceState::host)
                                .orElse(r.replica().server()))
                .view();
    }

    private SqlView nameMap() {
        return new ViewTable<AgState>("sys.dm_hadr_name_id_map", major, () -> sql.groupsOf(instance))
                .text("ag_name", AgState::name)
                .id("ag_id", AgState::id)
                .text("ag_resource_id", g -> g.id().toString())
                .text("ag_group_id", g -> g.id().toString())
                .view();
    }

    // databases

    private List<CopyRow> copies() {
        List<CopyRow> rows = new ArrayList<>();
        for (ReplicaRow row : told()) {
            for (AgDatabase database : row.group().databases()) {
                sql.copy(row.group(), database.name(), row.replica().server())
                        .ifPresent(c -> rows.add(new CopyRow(row.group(), row.replica(), database, c)));
            }
        }
        return rows;
    }

    private boolean local(CopyRow row) {
        return row.replica.server().equalsIgnoreCase(instance);
    }

    private boolean ofPrimary(CopyRow row) {
        return role(row.group, row.replica.server()) == Role.PRIMARY;
    }

    private Sync sync(CopyRow row) {
        return role(row.group, row.replica.server()) == Role.RESOLVING ? Sync.NOT_SYNCHRONIZING : row.copy.sync();
    }

    private Optional<DatabaseState> source(CopyRow row) {
        String primary = row.group.primary();
        return primary == null ? Optional.empty() : sql.copy(row.group, row.database.name(), primary);
    }

    private long behind(LogPoint later, LogPoint earlier) {
        return Math.max(0, later.number() - earlier.number());
    }

    private @Nullable Long sendQueue(CopyRow row) {
        return ofPrimary(row) || !primary(row.group)
                ? null
                : source(row).map(p -> behind(p.log(), row.copy.log())).orElse(null);
    }

    private static <A, B> @Nullable B of(@Nullable A from, Function<A, B> part) {
        return from == null ? null : part.apply(from);
    }

    private static @Nullable LogPoint commit(CopyRow row) {
        return row.copy.redone().lastCommit();
    }

    /** The primary's: where its log ended before it wrote anything of its own; a secondary's: where it would have to go back to, if anywhere. */
    private @Nullable BigDecimal recovery(CopyRow row) {
        if (ofPrimary(row)) {
            return row.copy.recovered().lsn();
        }
        LogPoint latest = source(row).map(DatabaseState::log).orElse(null);
        return latest == null || latest.contains(row.copy.log())
                ? null
                : latest.common(row.copy.log()).lsn();
    }

    private @Nullable Long lag(CopyRow row) {
        if (ofPrimary(row)) {
            return null;
        }
        LogPoint mine = row.copy.redone();
        LogPoint latest = source(row).map(DatabaseState::log).orElse(mine);
        return latest == mine
                ? 0L
                : Math.max(0, sql.world().time().now().minus(mine.at()).toSeconds());
    }

    private SqlView databaseStates() {
        return new ViewTable<CopyRow>("sys.dm_hadr_database_replica_states", major, this::copies)
                .number(
                        "database_id",
                        r -> sql.database(instance, r.database.name())
                                .map(DatabaseState::id)
                                .orElse(r.copy.id()))
                .id("group_id", r -> r.group.id())
                .id("replica_id", r -> r.replica.id())
                .id("group_database_id", r -> r.database.id())
                .flag("is_local", this::local)
                .since(12, "is_primary_replica", BIT, this::ofPrimary)
                .tiny("synchronization_state", r -> sync(r).ordinal())
                .text("synchronization_state_desc", r -> sync(r).text())
                .flag("is_commit_participant", r -> sync(r) == Sync.SYNCHRONIZED)
                .tiny("synchronization_health", r -> health(r.group, r.replica, r.copy))
                .text("synchronization_health_desc", r -> HEALTH.get(health(r.group, r.replica, r.copy)))
                .tiny("database_state", r -> local(r) ? r.copy.mode().number() : null)
                .text("database_state_desc", r -> local(r) ? r.copy.mode().name() : null)
                .flag("is_suspended", r -> r.copy.suspended() != null)
                .tiny(
                        "suspend_reason",
                        r -> r.copy.suspended() == null
                                ? null
                                : r.copy.suspended().ordinal())
                .text(
                        "suspend_reason_desc",
                        r -> r.copy.suspended() == null
                                ? null
                                : r.copy.suspended().text())
                .lsn("recovery_lsn", this::recovery)
                .lsn("truncation_lsn", r -> r.copy.redone().lsn())
                .lsn("last_sent_lsn", r -> ofPrimary(r) ? null : r.copy.log().lsn())
                .time("last_sent_time", r -> ofPrimary(r) ? null : at(r.copy.heard()))
                .lsn(
                        "last_received_lsn",
                        r -> ofPrimary(r) ? null : r.copy.log().lsn())
                .time("last_received_time", r -> ofPrimary(r) ? null : at(r.copy.heard()))
                .lsn("last_hardened_lsn", r -> r.copy.log().lsn())
                .time("last_hardened_time", r -> ofPrimary(r) ? null : at(r.copy.heard()))
                .lsn(
                        "last_redone_lsn",
                        r -> ofPrimary(r) ? null : r.copy.redone().lsn())
                .time("last_redone_time", r -> ofPrimary(r) ? null : at(r.copy.heard()))
                .big("log_send_queue_size", this::sendQueue)
                .big("log_send_rate", r -> ofPrimary(r) ? null : 0L)
                .big("redo_queue_size", r -> ofPrimary(r) ? null : behind(r.copy.log(), r.copy.redone()))
                .big("redo_rate", r -> ofPrimary(r) ? null : 0L)
                .big("filestream_send_rate", r -> ofPrimary(r) ? null : 0L)
                .lsn("end_of_log_lsn", r -> r.copy.log().lsn())
                .lsn("last_commit_lsn", r -> of(commit(r), LogPoint::lsn))
                .time("last_commit_time", r -> of(commit(r), point -> at(point.at())))
                .big("low_water_mark_for_ghosts", r -> null)
                .since(13, "secondary_lag_seconds", BIGINT, this::lag)
                .since(15, "quorum_commit_lsn", NUMERIC, r -> null)
                .since(15, "quorum_commit_time", DATETIME, r -> null)
                .since(16, "is_internal", BIT, r -> false)
                .view();
    }

    private record ClusterRow(AgState group, AgReplica replica, AgDatabase database, Optional<DatabaseState> copy) {}

    private List<ClusterRow> clusterRows() {
        List<ClusterRow> rows = new ArrayList<>();
        for (ReplicaRow row : groups.replicaRows()) {
            for (AgDatabase database : row.group().databases()) {
                rows.add(new ClusterRow(
                        row.group(),
                        row.replica(),
                        database,
                        sql.copy(row.group(), database.name(), row.replica().server())));
            }
        }
        return rows;
    }

    private SqlView databaseClusterStates() {
        return new ViewTable<ClusterRow>("sys.dm_hadr_database_replica_cluster_states", major, this::clusterRows)
                .id("replica_id", r -> r.replica.id())
                .id("group_database_id", r -> r.database.id())
                .text("database_name", r -> r.database.name())
                .flag(
                        "is_failover_ready",
                        r -> r.copy.filter(DatabaseState::ready).isPresent())
                .flag(
                        "is_pending_secondary_suspend",
                        r -> r.copy.filter(c -> c.suspended() == DatabaseState.Suspended.PARTNER)
                                .isPresent())
                .flag("is_database_joined", r -> r.copy.isPresent())
                .lsn("recovery_lsn", r -> r.copy.map(c -> c.log().lsn()).orElse(null))
                .lsn("truncation_lsn", r -> r.copy.map(c -> c.redone().lsn()).orElse(null))
                .view();
    }

    // seeding

    private List<SeedState> seeds() {
        return sql.world().all(SeedState.class).stream()
                .filter(s -> sql.groupAt(instance, s.group()).isPresent())
                .filter(s -> s.instance().equalsIgnoreCase(instance)
                        || sql.groupAt(instance, s.group())
                                .filter(g -> instance.equalsIgnoreCase(g.primary()))
                                .isPresent())
                .toList();
    }

    private @Nullable AgReplica target(SeedState seed) {
        return sql.findGroup(seed.group())
                .flatMap(g -> g.replica(seed.instance()))
                .orElse(null);
    }

    private @Nullable AgDatabase database(SeedState seed) {
        return sql.findGroup(seed.group())
                .flatMap(g -> g.database(seed.database()))
                .orElse(null);
    }

    private SqlView seedings() {
        return new ViewTable<SeedState>("sys.dm_hadr_automatic_seeding", major, this::seeds)
                .time("start_time", s -> at(s.started()))
                .time("completion_time", s -> s.ended() == null ? null : at(s.ended()))
                .id("ag_id", s -> sql.findGroup(s.group()).map(AgState::id).orElse(null))
                .id("ag_db_id", s -> of(database(s), AgDatabase::id))
                .id("ag_remote_replica_id", s -> of(target(s), AgReplica::id))
                .id("operation_id", SeedState::operation)
                .flag("is_source", s -> !s.instance().equalsIgnoreCase(instance))
                .text("current_state", SeedState::state)
                .flag("performed_seeding", s -> s.state().equals("COMPLETED"))
                .number("failure_state", SeedState::failure)
                .text("failure_state_desc", s -> s.failure() == 0 ? null : s.failureText())
                .number("error_code", SeedState::error)
                .number("number_of_attempts", SeedState::attempts)
                .view();
    }

    private SqlView seedingStats() {
        return new ViewTable<SeedState>("sys.dm_hadr_physical_seeding_stats", major, this::seeds)
                .id("local_physical_seeding_id", SeedState::operation)
                .id("remote_physical_seeding_id", SeedState::operation)
                .text("local_database_name", SeedState::database)
                .text("remote_machine_name", SeedState::instance)
                .text("role_desc", s -> s.instance().equalsIgnoreCase(instance) ? "Destination" : "Source")
                .text("internal_state_desc", s -> s.running() ? "ReadingAndSendingData" : "Success")
                .big("transfer_rate_bytes_per_second", SeedState::rate)
                .big("transferred_size_bytes", s -> s.transferred(now()))
                .big("database_size_bytes", SeedState::size)
                .time("start_time_utc", s -> at(s.started()))
                .time("end_time_utc", s -> s.ended() == null ? null : at(s.ended()))
                .time(
                        "estimate_time_complete_utc",
                        s -> at(s.started().plusMillis(s.size() * 1000 / Math.max(1, s.rate()))))
                .big("total_disk_io_wait_time_ms", s -> 0L)
                .big("total_network_wait_time_ms", s -> 0L)
                .number("failure_code", SeedState::error)
                .text("failure_message", s -> s.failure() == 0 ? null : s.failureText())
                .time("failure_time_utc", s -> s.failure() == 0 || s.ended() == null ? null : at(s.ended()))
                .column("is_compression_enabled", SqlType.BIT, s -> false)
                .view();
    }

    private Duration now() {
        return sql.world().time().now();
    }
}
