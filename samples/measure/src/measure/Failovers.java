package measure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.lab.Lab;
import io.quorate.lab.SqlLoss;
import io.quorate.mssql.AgSqlExceptionOverride;
import io.quorate.mssql.ConnectionProfile;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Failovers of a group in the lab, in real time and over real sockets, as applications see them: one without a pool, one with HikariCP and the
 * override, and, in the end, one with HikariCP as it comes. Each writes all the time; what is measured is the time from the promotion to its first
 * write that the new primary acknowledges.
 */
final class Failovers implements AutoCloseable {
    private static final String GROUP = "ag1";
    private static final String NAME = "ag1l";
    private static final String LISTENER = NAME + ".lab.example";
    private static final String DATABASE = "orders";
    private static final List<String> HOSTS = List.of("SQL1", "SQL2");
    private static final int WARM_UP = 20;
    private static final long CAP = Duration.ofSeconds(15).toNanos();
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    /** How a primary is lost. */
    private enum Kind {
        PLANNED("planned"),
        KEPT("planned, and the former primary keeps its sessions"),
        FORCED("forced"),
        CRASH("crash, and an automatic one");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Of ten failovers three, three, two and two. */
        static Kind of(int number) {
            int turn = number % 10;
            return turn % 5 == 4 ? CRASH : turn % 5 == 3 ? FORCED : turn % 2 == 0 ? PLANNED : KEPT;
        }
    }

    private final Verdicts verdicts;
    private final Path folder;
    private final Lab lab;
    private final Map<String, Connection> administrators = new HashMap<>();
    private final Map<Kind, Integer> played = new EnumMap<>(Kind.class);

    /**
     * Names have two addresses only where the JVM reads them from a file, and it asks where that is before it looks up the first one.
     */
    static Path hostsFile() throws IOException {
        Path hosts = Files.createTempDirectory("failovers").resolve("hosts");
        System.setProperty("jdk.net.hosts.file", hosts.toString());
        return hosts;
    }

    Failovers(Path hosts, Verdicts verdicts) throws Exception {
        this.verdicts = verdicts;
        this.folder = hosts.getParent();
        this.lab = Lab.sqlStoryBuilder()
                .wall(1)
                .swiftSql()
                .failoverBudget(Integer.MAX_VALUE)
                .foreignClients()
                .start();
        lab.sql().makeDatabase(HOSTS.get(0), DATABASE);
        build();
        StringBuilder names = new StringBuilder("127.0.0.1 localhost\n");
        for (InetSocketAddress address : lab.sql().listenerAddresses(NAME)) {
            names.append(address.getAddress().getHostAddress()).append(' ').append(LISTENER).append('\n');
        }
        Files.writeString(hosts, names);
        trust();
    }

    private void build() throws SQLException {
        try (Quorate quorate = lab.connect().build()) {
            AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
            sql.groups().ensure(GROUP, group -> {
                // one refuses writes in the other role, the other whoever has not said that he only reads
                group.addReplica(HOSTS.get(0), r -> r.secondaryConnections(AllowedConnections.ALL));
                group.addReplica(HOSTS.get(1), r -> r.secondaryConnections(AllowedConnections.READ_ONLY));
                group.addDatabase(DATABASE);
                group.listener(
                        NAME, l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
            });
            sql.databases(GROUP).awaitSynchronized(DATABASE, Duration.ofMinutes(1), progress -> {});
        }
        say(primary(), "USE [" + DATABASE + "]; CREATE TABLE marks (id bigint NOT NULL, who int NOT NULL)");
        dismiss(primary());
    }

    /** By the JVM's store, which is read once: one that the driver is told of is read for every connection. */
    private void trust() throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        for (X509Certificate authority : lab.caCertificates()) {
            store.setCertificateEntry("lab", authority);
        }
        Path file = folder.resolve("trust.jks");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStoreType", "JKS");
    }

    // what an administrator does

    private String primary() {
        return lab.sql().primary(GROUP).orElse("");
    }

    private static String other(String instance) {
        return HOSTS.get(1 - HOSTS.indexOf(instance));
    }

    private Connection administrator(String instance) throws SQLException {
        Connection known = administrators.get(instance);
        if (known == null || known.isClosed()) {
            InetSocketAddress at = lab.sql().address(instance);
            known = DriverManager.getConnection(
                    "jdbc:sqlserver://" + at.getAddress().getHostAddress() + ":" + at.getPort()
                            + ";encrypt=false;loginTimeout=10;connectRetryCount=0;workstationID=measure",
                    lab.sql().username(),
                    new String(lab.sql().password().reveal()));
            administrators.put(instance, known);
        }
        return known;
    }

    private void dismiss(String instance) throws SQLException {
        Connection known = administrators.remove(instance);
        if (known != null) {
            known.close();
        }
    }

    private void say(String instance, String batch) throws SQLException {
        try (var statement = administrator(instance).createStatement()) {
            statement.execute(batch);
        }
    }

    /** Waits until something is so, which it looks at again and again; what fails meanwhile is not so. */
    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(String what, long nanos, Condition condition) {
        long until = System.nanoTime() + nanos;
        while (!quietly(condition)) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("in vain: " + what);
            }
            LockSupport.parkNanos(3_000_000);
        }
    }

    private static boolean quietly(Condition condition) {
        try {
            return condition.holds();
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean inStep() throws SQLException {
        try (var statement = administrator(primary()).createStatement();
                var row = statement.executeQuery(
                        "SELECT COUNT(*), SUM(CASE WHEN c.is_failover_ready = 1 AND d.synchronization_state = 2 THEN 1 ELSE 0 END)"
                                + " FROM sys.dm_hadr_database_replica_cluster_states c JOIN sys.dm_hadr_database_replica_states d"
                                + " ON c.replica_id = d.replica_id")) {
            return row.next() && row.getInt(2) == HOSTS.size();
        }
    }

    /** Plays one, and returns when it took place. */
    private long play(Kind kind, String from, String to) throws SQLException {
        lab.sql().keepSessions(kind == Kind.KEPT);
        switch (kind) {
            case PLANNED, KEPT -> say(to, "ALTER AVAILABILITY GROUP [" + GROUP + "] FAILOVER");
            case FORCED -> say(to, "ALTER AVAILABILITY GROUP [" + GROUP + "] FORCE_FAILOVER_ALLOW_DATA_LOSS");
            case CRASH -> {
                dismiss(from);
                lab.sql().stop(from);
            }
        }
        long until = System.nanoTime() + PATIENCE;
        while (!primary().equals(to)) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException(to + " did not become primary: " + kind.words);
            }
            LockSupport.parkNanos(200_000);
        }
        return System.nanoTime();
    }

    /** Brings the other replica back, so that the next failover can be played. */
    private void mend(Kind kind, String from) throws SQLException {
        if (kind == Kind.CRASH) {
            lab.sql().start(from);
            await("it is up again", PATIENCE, () -> administrator(from).isValid(1));
        } else if (kind == Kind.FORCED) {
            await("the former primary is a secondary", PATIENCE, () -> {
                say(from, "ALTER DATABASE [" + DATABASE + "] SET HADR RESUME");
                return true;
            });
        }
        await("both are in step", PATIENCE, this::inStep);
        lab.sql().keepSessions(false);
    }

    private void failOver(Kind kind, List<? extends Writer> watched) throws SQLException {
        String from = primary();
        String to = other(from);
        watched.forEach(w -> w.watch(to));
        long at = play(kind, from, to);
        watched.forEach(w -> w.promoted(at));
        for (Writer writer : watched) {
            writer.awaitBack(at + CAP);
        }
        mend(kind, from);
        played.merge(kind, 1, Integer::sum);
    }

    // the applications

    private ConnectionProfile profile() {
        return ConnectionProfile.of(LISTENER, DATABASE, p -> p.applicationName("measure").workstation("measure"));
    }

    private Properties properties() {
        return profile().properties(new Credentials.Basic(lab.sql().username(), lab.sql().password()));
    }

    private HikariConfig pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(lab.sql().username());
        config.setPassword(new String(lab.sql().password().reveal()));
        return config;
    }

    private HikariDataSource withOverride() {
        HikariConfig config = pool(profile().url());
        config.setExceptionOverrideClassName(AgSqlExceptionOverride.class.getName());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    private HikariDataSource asItComes() {
        return new HikariDataSource(
                pool("jdbc:sqlserver://" + LISTENER + ":1433;databaseName=" + DATABASE + ";workstationID=measure"));
    }

    // the measure

    void measure(int count, int beside) throws Exception {
        verdicts.heading("Clients of an availability group that fails over");
        OlderPools.judge(verdicts);
        try (HikariDataSource pool = withOverride();
                Writer alone = new Writer.Alone(this::connect);
                Writer.Pooled pooled = new Writer.Pooled(pool, 2)) {
            List<Writer> both = List.of(alone, pooled);
            await("all write", PATIENCE, () -> both.stream().allMatch(Writer::writes));
            for (int i = 0; i < WARM_UP; i++) {
                failOver(Kind.of(i), both);
            }
            played.clear();
            both.forEach(Writer::forget);
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                failOver(Kind.of(i), both);
                if ((i + 1) % 100 == 0) {
                    System.err.println((i + 1) + " failovers");
                }
            }
            double took = (System.nanoTime() - began) / 1e9;
            verdicts.say(String.format(
                    Locale.ROOT,
                    "%d failovers, %s each: %s",
                    count,
                    Unit.TIME.print(took / count),
                    played.entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey().words)
                            .collect(Collectors.joining("; "))));
            verdicts.atMost(
                    "no pool, promotion to first write, p99", Unit.TIME, alone.seconds(0.99), 0.3, alone.spread());
            verdicts.atMost(
                    "HikariCP with override, errors of one connection, most",
                    Unit.COUNT,
                    pooled.mostErrors(),
                    1,
                    pooled.errors());
            verdicts.say("HikariCP with override, promotion to first write: " + pooled.spread()
                    + "; not promised: after a failed attempt it backs off 10 ms, doubling to 5 s");
            beside(beside, alone, pooled);
            long lost = lab.sql().losses().stream()
                    .filter(l -> !l.forced())
                    .mapToLong(SqlLoss::acknowledged)
                    .sum();
            verdicts.atMost("acknowledged writes lost where nobody forced", Unit.COUNT, lost, 0, "");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlserver://", properties());
    }

    /** The same failovers, and a pool that nobody told of them. */
    private void beside(int runs, Writer alone, Writer.Pooled pooled) throws SQLException {
        if (runs == 0) {
            return;
        }
        pooled.forget();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            try (HikariDataSource pool = asItComes();
                    Writer.Pooled plain = new Writer.Pooled(pool, 2)) {
                await("it writes", PATIENCE, plain::writes);
                failOver(Kind.KEPT, List.of(alone, pooled, plain));
                told.add(
                        plain.back()
                                ? Unit.TIME.print(plain.seconds(1))
                                : "not in 15 s, " + plain.errorCount() + " errors");
            }
        }
        verdicts.say("HikariCP as it comes, the former primary keeps its sessions: " + String.join("; ", told));
        verdicts.say("HikariCP with override, the same failovers: " + pooled.spread() + ", " + pooled.errors());
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : administrators.values()) {
            connection.close();
        }
        lab.close();
    }
}
