package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.lab.Lab;
import io.quorate.mssql.AgSqlExceptionOverride;
import io.quorate.mssql.ConnectionProfile;
import io.quorate.mssql.ConnectionProfile.Encryption;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An application through a connection profile, with and without a pool, when its primary changes; in real time, because pools know no other. */
class ClientsComeBackTest {
    private static final String GROUP = "ag1";
    private static final String DATABASE = "orders";
    private static final String NONE = "no connection to be had";
    private static final long PATIENCE = Duration.ofSeconds(90).toNanos();
    private static final AtomicInteger MARKS = new AtomicInteger();

    private static Lab lab;
    private static ConnectionProfile profile;

    /** Both in one subnet, so that the listener's one address goes where the primary is. */
    @BeforeAll
    static void build() throws SQLException {
        lab = Lab.builder()
                .wall(1)
                .swiftSql()
                .host("SQL1")
                .host("SQL2")
                .sql("SQL1")
                .sql("SQL2", s -> s.address("10.66.1.12/24"))
                .start();
        lab.sql().makeDatabase("SQL1", DATABASE);
        try (Quorate quorate = lab.connect().build()) {
            AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
            sql.groups().ensure(GROUP, group -> {
                group.addReplica("SQL1", r -> r.secondaryConnections(AllowedConnections.ALL));
                group.addReplica("SQL2", r -> r.secondaryConnections(AllowedConnections.READ_ONLY));
                group.addDatabase(DATABASE);
                group.listener("ag1l", l -> l.addAddress("10.66.1.50", "255.255.255.0"));
            });
            sql.databases(GROUP).awaitSynchronized(DATABASE, Duration.ofMinutes(1), progress -> {});
        }
        String address = lab.sql().listenerAddresses("ag1l").get(0).getAddress().getHostAddress();
        profile = ConnectionProfile.of(
                        "ag1l.lab.example",
                        DATABASE,
                        p -> p.encryption(Encryption.LOGIN_ONLY).workstation("test"))
                .at(address);
        try (Connection connection = connect()) {
            SqlStory.execute(connection, "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)");
        }
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlserver://",
                profile.properties(
                        new Credentials.Basic(lab.sql().username(), lab.sql().password())));
    }

    private static HikariDataSource pool(boolean told) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(profile.url());
        config.setUsername(lab.sql().username());
        config.setPassword(new String(lab.sql().password().reveal()));
        config.setMaximumPoolSize(2);
        if (told) {
            config.setExceptionOverrideClassName(AgSqlExceptionOverride.class.getName());
        }
        return new HikariDataSource(config);
    }

    /** Fails over without loss, and returns the new primary when it is that. */
    private static String failOver(boolean keepsSessions) throws SQLException {
        String from = lab.sql().primary(GROUP).orElseThrow();
        String to = from.equals("SQL1") ? "SQL2" : "SQL1";
        long until = System.nanoTime() + PATIENCE;
        while (!ready(from)) {
            assertThat(System.nanoTime()).as("the secondary is in step").isLessThan(until);
            Thread.onSpinWait();
        }
        lab.sql().keepSessions(keepsSessions);
        SqlStory.execute(lab, to, "ALTER AVAILABILITY GROUP [" + GROUP + "] FAILOVER");
        while (!lab.sql().primary(GROUP).filter(to::equals).isPresent()) {
            assertThat(System.nanoTime()).as(to + " is primary").isLessThan(until);
            Thread.onSpinWait();
        }
        return to;
    }

    private static boolean ready(String primary) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:sqlserver://" + lab.sql().address(primary).getAddress().getHostAddress()
                        + ";encrypt=false;workstationID=test",
                lab.sql().username(),
                new String(lab.sql().password().reveal()))) {
            return SqlStory.ask(
                                    connection,
                                    "SELECT is_failover_ready FROM sys.dm_hadr_database_replica_cluster_states WHERE is_failover_ready = 1")
                            .size()
                    == 2;
        }
    }

    /** Writes once, and returns who has acknowledged it. */
    private static String write(Connection connection) throws SQLException {
        SqlStory.execute(connection, "INSERT INTO marks (id) VALUES (" + MARKS.incrementAndGet() + ")");
        return SqlStory.server(connection);
    }

    private interface Source {
        Connection open() throws SQLException;
    }

    /** Opens connections and writes, as often as it takes; what fails is counted for its connection. */
    private static String writeAtLast(Source source, Map<Object, List<Integer>> errors) throws SQLException {
        long until = System.nanoTime() + PATIENCE;
        while (true) {
            Object real = NONE;
            try (Connection connection = source.open()) {
                real = connection.unwrap(Connection.class);
                return write(connection);
            } catch (SQLException e) {
                errors.computeIfAbsent(real, r -> new ArrayList<>()).add(e.getErrorCode());
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    @Test
    @DisplayName(
            "without a pool: the connection ends with the role, and the next one through the listener writes at the new primary")
    void failover_withoutPool_leadsToTheNewPrimary() throws SQLException {
        try (Connection before = connect()) {
            String old = write(before);
            String now = failOver(false);
            assertThatThrownBy(() -> write(before)).isInstanceOf(SQLException.class);
            assertThat(writeAtLast(ClientsComeBackTest::connect, new IdentityHashMap<>()))
                    .isEqualTo(now)
                    .isNotEqualTo(old);
        }
    }

    private static void fill(HikariDataSource pool) throws SQLException {
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            write(one);
            write(other);
        }
    }

    @Test
    @DisplayName(
            "pooled, with the override: a former primary that keeps its sessions costs each connection one error at most")
    void failover_withPoolAndOverride_costsOneErrorAConnection() throws SQLException {
        try (HikariDataSource pool = pool(true)) {
            for (int i = 0; i < 2; i++) { // SQL1 as secondary lets in and refuses writes, SQL2 does not let in
                fill(pool);
                String now = failOver(true);
                Map<Object, List<Integer>> errors = new IdentityHashMap<>();
                for (int j = 0; j < 6; j++) {
                    assertThat(writeAtLast(pool::getConnection, errors)).isEqualTo(now);
                }
                errors.remove(NONE);
                // the two it had, and at most as many again that the pool had begun to open to the former primary
                // meanwhile
                assertThat(errors.values())
                        .hasSizeBetween(1, 4)
                        .allSatisfy(numbers -> assertThat(numbers).hasSize(1).isSubsetOf(3906, 978));
            }
        }
    }

    @Test
    @DisplayName("pooled, as HikariCP comes: it hands the same connections to the former primary out again and again")
    void failover_withPoolAlone_staysAtTheFormerPrimary() throws SQLException {
        try (HikariDataSource pool = pool(false)) {
            fill(pool);
            failOver(true);
            for (int i = 0; i < 8; i++) {
                try (Connection connection = pool.getConnection()) {
                    assertThatThrownBy(() -> write(connection))
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getErrorCode()).isIn(3906, 978));
                }
            }
        } finally {
            lab.sql().keepSessions(false);
        }
    }
}
