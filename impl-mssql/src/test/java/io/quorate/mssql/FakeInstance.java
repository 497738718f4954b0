package io.quorate.mssql;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An instance that answers the inventory's batch from rows, and does to them what a test says a statement does. */
final class FakeInstance {
    static final String PASSWORD = "Geheim-Wort-7";

    final StubSql stub = new StubSql();
    final Map<Section, List<Map<String, Object>>> rows = new EnumMap<>(Section.class);
    final List<String> statements = new ArrayList<>();
    volatile Consumer<String> effect = statement -> {};

    /** What a statement answers besides, after its effect; null for success. */
    volatile StubSql.Event outcome;

    int inventories;

    FakeInstance() {
        row(
                Section.INSTANCE,
                "server_name",
                "SQL1",
                "product_version",
                "16.0.4135.4",
                "edition",
                "Enterprise Edition (64-bit)",
                "is_hadr_enabled",
                1,
                "hadr_manager_status",
                1,
                "is_clustered",
                0,
                "data_path",
                "D:\\Data\\",
                "log_path",
                "L:\\Log\\",
                "collation",
                "Latin1_General_CI_AS",
                "read_at",
                java.sql.Timestamp.valueOf("2026-11-28 12:00:00"));
        stub.server = this::answer;
    }

    Map<String, Object> row(Section section, Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((String) pairs[i], pairs[i + 1]);
        }
        rows.computeIfAbsent(section, none -> new ArrayList<>()).add(row);
        return row;
    }

    private List<StubSql.Event> answer(String sql) {
        if (sql.startsWith("SELECT @@SERVERNAME")) {
            inventories++;
            List<StubSql.Event> answers = new ArrayList<>();
            for (Section section : Section.values()) {
                List<Map<String, Object>> found = rows.getOrDefault(section, List.of());
                List<String> columns = new ArrayList<>();
                found.forEach(row -> row.keySet().stream()
                        .filter(name -> !columns.contains(name))
                        .forEach(columns::add));
                answers.add(new StubSql.Event.Rows(columns, found));
            }
            return answers;
        }
        if (sql.startsWith("SELECT g.name")) {
            List<Map<String, Object>> found = new ArrayList<>();
            for (Map<String, Object> group : rows.getOrDefault(Section.GROUPS, List.of())) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("group_name", group.get("name"));
                one.put("role_desc", first(Section.REPLICA_STATES, "role_desc"));
                one.put("primary_replica", first(Section.GROUP_STATES, "primary_replica"));
                found.add(one);
            }
            return List.of(new StubSql.Event.Rows(List.of("group_name", "role_desc", "primary_replica"), found));
        }
        statements.add(sql);
        StubSql.Event after = outcome;
        if (!(after instanceof StubSql.Event.Fails)) {
            effect.accept(sql);
        }
        return after == null ? List.of(new StubSql.Event.Count(-1)) : List.of(after);
    }

    private Object first(Section section, String column) {
        List<Map<String, Object>> found = rows.getOrDefault(section, List.of());
        return found.isEmpty() ? null : found.get(0).get(column);
    }

    /** A group of this instance and SQL2, of which this one is what the role says. */
    FakeInstance group(String role) {
        row(
                Section.GROUPS,
                "group_id",
                SampleCommands.ID.toString(),
                "name",
                "AG1",
                "failure_condition_level",
                3,
                "health_check_timeout",
                30_000,
                "automated_backup_preference_desc",
                "SECONDARY",
                "basic_features",
                false,
                "dtc_support",
                false,
                "db_failover",
                false,
                "is_distributed",
                false,
                "cluster_type_desc",
                "WSFC",
                "required_synchronized_secondaries_to_commit",
                0,
                "sequence_number",
                4_294_967_296L,
                "is_contained",
                false);
        row(
                Section.GROUP_STATES,
                "group_id",
                SampleCommands.ID.toString(),
                "primary_replica",
                role.equals("PRIMARY") ? "SQL1" : "SQL2",
                "synchronization_health_desc",
                "HEALTHY");
        replica("SQL1", REPLICA_1, role, true);
        replica("SQL2", REPLICA_2, role.equals("PRIMARY") ? "SECONDARY" : "PRIMARY", false);
        return this;
    }

    static final String REPLICA_1 = "AAAAAAAA-0000-0000-0000-000000000001";
    static final String REPLICA_2 = "AAAAAAAA-0000-0000-0000-000000000002";
    static final String DATABASE = "DDDDDDDD-0000-0000-0000-000000000001";

    void replica(String name, String id, String role, boolean local) {
        row(
                Section.REPLICAS,
                "replica_id",
                id,
                "group_id",
                SampleCommands.ID.toString(),
                "replica_server_name",
                name,
                "endpoint_url",
                "TCP://" + name.toLowerCase(java.util.Locale.ROOT) + ".example.com:5022",
                "availability_mode_desc",
                "SYNCHRONOUS_COMMIT",
                "failover_mode_desc",
                "AUTOMATIC",
                "session_timeout",
                10,
                "primary_role_allow_connections_desc",
                "ALL",
                "secondary_role_allow_connections_desc",
                "NO",
                "backup_priority",
                50,
                "read_only_routing_url",
                null,
                "seeding_mode_desc",
                "AUTOMATIC");
        row(
                Section.REPLICA_STATES,
                "replica_id",
                id,
                "group_id",
                SampleCommands.ID.toString(),
                "is_local",
                local,
                "role_desc",
                role,
                "operational_state_desc",
                local ? "ONLINE" : null,
                "connected_state_desc",
                "CONNECTED",
                "synchronization_health_desc",
                "HEALTHY");
        row(Section.JOINS, "replica_id", id, "join_state_desc", "JOINED_STANDALONE");
    }

    /** A database of the group, with a copy here. */
    FakeInstance database(String state, boolean ready) {
        row(
                Section.GROUP_DATABASES,
                "group_id",
                SampleCommands.ID.toString(),
                "group_database_id",
                DATABASE,
                "database_name",
                "Sales");
        row(
                Section.DATABASE_STATES,
                "database_id",
                5,
                "group_id",
                SampleCommands.ID.toString(),
                "replica_id",
                REPLICA_1,
                "group_database_id",
                DATABASE,
                "is_local",
                true,
                "is_primary_replica",
                false,
                "synchronization_state_desc",
                state,
                "is_suspended",
                false,
                "last_hardened_lsn",
                new java.math.BigDecimal("37000000042400001"),
                "log_send_queue_size",
                12L);
        row(
                Section.DATABASE_JOINS,
                "replica_id",
                REPLICA_1,
                "group_database_id",
                DATABASE,
                "is_failover_ready",
                ready,
                "is_database_joined",
                true);
        return this;
    }

    static Endpoint endpoint(Map<String, String> options) {
        Map<String, URI> hosts = new LinkedHashMap<>();
        hosts.put("sql1", URI.create("sqlserver://127.0.0.1:1433"));
        hosts.put("sql2", URI.create("sqlserver://127.0.0.2:1433"));
        return new Endpoint(
                "sql", "sqlserver", hosts, Credentials.basic("admin", Secret.of(PASSWORD)), Trust.platform(), options);
    }

    MssqlBackend backend() {
        return backend(QuorateRuntime.system());
    }

    MssqlBackend backend(QuorateRuntime runtime) {
        return new MssqlBackend(endpoint(Map.of()), runtime, stub);
    }

    static Call call(Duration time) {
        return call(time, QuorateRuntime.system());
    }

    static Call call(Duration time, QuorateRuntime runtime) {
        return new Call("c1", "sql1", Deadline.in(time, runtime));
    }

    static <R> R send(MssqlBackend backend, Command<R> command) {
        return backend.send(command, call(Duration.ofSeconds(60)));
    }
}
