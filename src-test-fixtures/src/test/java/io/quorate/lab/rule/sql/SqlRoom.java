package io.quorate.lab.rule.sql;

import io.quorate.Secret;
import io.quorate.lab.ddl.BackupStatement;
import io.quorate.lab.ddl.DatabaseStatement;
import io.quorate.lab.ddl.EndpointStatement;
import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.ddl.EndpointStatement.Encryption;
import io.quorate.lab.ddl.GroupAction;
import io.quorate.lab.ddl.GroupOptions;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.GroupStatement;
import io.quorate.lab.ddl.Listener;
import io.quorate.lab.ddl.Replica;
import io.quorate.lab.ddl.Replica.AllowConnections;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.ddl.Replica.SeedingMode;
import io.quorate.lab.ddl.Statement;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.EstateBuilder;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.SqlTimings;
import io.quorate.lab.sql.SqlAnswer;
import io.quorate.lab.sql.SqlCaller;
import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlPatience;
import io.quorate.lab.sql.SqlTransaction;
import io.quorate.lab.sql.SqlView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SQL1, SQL2, SQL3 in subnets of their own, Always On in force, endpoints started, one service account; driven without a wire. */
final class SqlRoom implements AutoCloseable {
    static final String GROUP = "AG1";
    static final int MAJOR = 16;

    final World world;
    final Estate estate;
    final SqlEstate sql;
    final Map<String, LabSqlHost> hosts = new LinkedHashMap<>();

    SqlRoom(int count) {
        this(count, 1, MAJOR);
    }

    SqlRoom(int count, long seed, int major) {
        this(count, seed, major, "LAB\\svc-sql");
    }

    SqlRoom(int count, long seed, int major, String account) {
        world = World.builder().seed(seed).build();
        EstateBuilder builder = Estate.builder(world).account("admin", Secret.of("pw"));
        for (int i = 1; i <= count; i++) {
            builder.host("SQL" + i);
        }
        estate = builder.build();
        sql = new SqlEstate(estate, SqlTimings.TYPICAL);
        for (int i = 1; i <= count; i++) {
            String name = "SQL" + i;
            int subnet = i;
            world.change("install", () -> {
                sql.services().install(name, name, "10.66." + subnet + ".11/24", 1433, major, "ENTERPRISE", account);
                sql.logins().createSql(name, "admin", "pw".toCharArray(), null, null, true);
                sql.services().alwaysOn(name, true);
                sql.services().stop(name);
                sql.services().start(name);
            });
            hosts.put(name, LabSqlHost.of(sql, name, Locale.ENGLISH));
        }
        pass(Duration.ofSeconds(10));
    }

    void pass(Duration time) {
        world.time().advance(time);
    }

    /** Runs a statement and returns the numbers that it was answered with. */
    List<Integer> say(String at, Statement statement) {
        List<Integer> numbers = new ArrayList<>();
        hosts.get(at).execute(statement, new SqlCaller("admin", "master", false, false), () -> false, new Heard() {
            @Override
            public void message(SqlMessage message) {
                numbers.add(message.number());
            }
        });
        return numbers;
    }

    List<Integer> alter(String at, GroupAction action) {
        return say(at, new GroupStatement.Alter(GROUP, action));
    }

    int write(String at, String database, String marker) {
        return write(at, database, marker, () -> false);
    }

    int write(String at, String database, String marker, SqlPatience patience) {
        SqlMessage message = hosts.get(at)
                .commit(database, new SqlTransaction(List.of(new SqlTransaction.Change(marker, List.of()))), patience);
        return message == null ? 0 : message.number();
    }

    List<String> markers(String at, String database) {
        return hosts.get(at).log(database).transactions().stream()
                .map(t -> t.changes().get(0).statement())
                .toList();
    }

    /** Returns a view's rows by column name. */
    List<Map<String, @Nullable Object>> rows(String at, String view) {
        SqlView found = hosts.get(at).views().stream()
                .filter(v -> v.name().equals(view))
                .findFirst()
                .orElseThrow();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> values : found.rows().get()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i++) {
                row.put(found.columns().get(i).name(), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    String role(String at) {
        return rows(at, "sys.dm_hadr_availability_replica_states").stream()
                .filter(r -> Boolean.TRUE.equals(r.get("is_local")))
                .map(r -> String.valueOf(r.get("role_desc")))
                .findFirst()
                .orElse("none");
    }

    String sync(String at, String database) {
        return sql.database(at, database).map(d -> d.sync().text()).orElse("none");
    }

    // statements

    void endpoints() {
        hosts.keySet().forEach(h -> say(h, endpoint(EndpointStatement.State.STARTED)));
    }

    static EndpointStatement.Create endpoint(EndpointStatement.State state) {
        return new EndpointStatement.Create(
                "Hadr_endpoint",
                null,
                state,
                5022,
                null,
                new EndpointStatement.Mirroring(
                        List.of(Authentication.NEGOTIATE),
                        null,
                        Encryption.REQUIRED,
                        List.of("AES"),
                        EndpointStatement.Role.ALL));
    }

    void database(String at, String name) {
        say(at, new DatabaseStatement.Create(name, null, List.of(), List.of(), null, false));
        say(at, backup(name, "NUL", false));
    }

    static BackupStatement.Backup backup(String name, String file, boolean log) {
        return new BackupStatement.Backup(log, name, List.of(new BackupStatement.Device("DISK", file)), Map.of());
    }

    static BackupStatement.Restore restore(String name, String file, boolean log) {
        return new BackupStatement.Restore(
                log, name, List.of(new BackupStatement.Device("DISK", file)), true, null, false, Map.of(), Map.of());
    }

    static Replica replica(String server, AvailabilityMode mode, FailoverMode failover) {
        return new Replica(
                server,
                "TCP://" + server.toLowerCase(Locale.ROOT) + ".lab.example:5022",
                mode,
                failover,
                SeedingMode.AUTOMATIC,
                null,
                null,
                new Replica.PrimaryRole(AllowConnections.ALL, null, null),
                new Replica.SecondaryRole(AllowConnections.READ_ONLY, "TCP://" + server + ".lab.example:1433"));
    }

    static Replica automatic(String server) {
        return replica(server, AvailabilityMode.SYNCHRONOUS_COMMIT, FailoverMode.AUTOMATIC);
    }

    static Replica asynchronous(String server) {
        return replica(server, AvailabilityMode.ASYNCHRONOUS_COMMIT, FailoverMode.MANUAL);
    }

    static GroupOptions options(@Nullable ClusterType type, @Nullable Integer required) {
        return new GroupOptions(null, null, null, null, null, false, false, false, false, type, required, null, null);
    }

    static Listener listener(int subnets) {
        List<Listener.Address> addresses = new ArrayList<>();
        for (int i = 1; i <= subnets; i++) {
            addresses.add(new Listener.Address("10.66." + i + ".50", "255.255.255.0"));
        }
        return new Listener("aglsn", null, addresses, 1433);
    }

    /** Makes the group at SQL1 with databases, has the others join and seed, and waits until all is in step. */
    void group(List<String> databases, @Nullable Integer required, Replica... replicas) {
        endpoints();
        databases.forEach(d -> database("SQL1", d));
        List<Integer> heard = new ArrayList<>(say(
                "SQL1",
                new GroupStatement.Create(
                        GROUP, options(null, required), databases, List.of(replicas), listener(hosts.size()))));
        for (Replica replica : replicas) {
            if (!replica.server().equals("SQL1")) {
                heard.addAll(alter(replica.server(), new GroupAction.Join(null)));
                heard.addAll(alter(replica.server(), new GroupAction.CreateAnyDatabase(true)));
            }
        }
        if (!heard.isEmpty()) {
            throw new AssertionError("the group was refused: " + heard);
        }
        pass(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        world.close();
    }

    /** Hears everything and minds nothing. */
    abstract static class Heard implements SqlAnswer {
        @Override
        public void columns(List<SqlColumn> columns) {}

        @Override
        public void row(List<? extends @Nullable Object> values) {}

        @Override
        public void counted(long rows) {}

        @Override
        public void done() {}

        @Override
        public void database(String name) {}
    }
}
