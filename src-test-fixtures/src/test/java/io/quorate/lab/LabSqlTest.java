package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The lab's SQL Server as the vendor's driver meets it. */
class LabSqlTest {

    private static Connection connect(Lab lab, InetSocketAddress address, String database, boolean readOnly)
            throws SQLException {
        Properties properties = new Properties();
        char[] password = lab.sql().password().reveal();
        properties.setProperty("user", lab.sql().username());
        properties.setProperty("password", new String(password));
        properties.setProperty("encrypt", "true");
        properties.setProperty("trustServerCertificate", "true");
        properties.setProperty("loginTimeout", "20");
        properties.setProperty("connectRetryCount", "0");
        if (!database.isEmpty()) {
            properties.setProperty("databaseName", database);
        }
        if (readOnly) {
            properties.setProperty("applicationIntent", "ReadOnly");
        }
        return DriverManager.getConnection(
                "jdbc:sqlserver://" + address.getAddress().getHostAddress() + ":" + address.getPort(), properties);
    }

    private static List<String> ask(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static void say(Lab lab, String at, String... statements) throws SQLException {
        try (Connection connection = connect(lab, lab.sql().address(at), "", false);
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    @Test
    void instance_answersTheDriverAtItsOwnAddressAndIsGoneWithItsService() throws SQLException {
        try (Lab lab = Lab.sqlStoryBuilder().wall(1).swiftSql().start()) {
            InetSocketAddress address = lab.sql().address("SQL1");
            try (Connection connection = connect(lab, address, "", false)) {
                assertThat(ask(connection, "SELECT @@SERVERNAME")).containsExactly("SQL1");
                assertThat(ask(connection, "SELECT name FROM sys.databases WHERE database_id < 3 ORDER BY database_id"))
                        .containsExactly("master", "tempdb");
            }
            assertThat(lab.sql().uri()).isEqualTo("sqlserver://SQL1,SQL2");
            lab.sql().stop("SQL1");
            assertThatThrownBy(() -> connect(lab, address, "", false).close()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void group_isBuiltByWords_listensAndLeadsReaders() throws SQLException, InterruptedException {
        try (Lab lab = Lab.sqlStoryBuilder().wall(1).swiftSql().start()) {
            String endpoint = "CREATE ENDPOINT [Hadr_endpoint] STATE = STARTED AS TCP (LISTENER_PORT = 5022)"
                    + " FOR DATABASE_MIRRORING (AUTHENTICATION = WINDOWS NEGOTIATE, ENCRYPTION = REQUIRED ALGORITHM AES, ROLE = ALL)";
            say(lab, "SQL2", endpoint);
            say(
                    lab,
                    "SQL1",
                    endpoint,
                    "CREATE DATABASE [Shop]",
                    "BACKUP DATABASE [Shop] TO DISK = N'NUL'",
                    "CREATE AVAILABILITY GROUP [AG1] FOR DATABASE [Shop] REPLICA ON " + replica("SQL1") + ", "
                            + replica("SQL2")
                            + " LISTENER N'aglsn' (WITH IP ((N'10.66.1.50', N'255.255.255.0'),"
                            + " (N'10.66.2.50', N'255.255.255.0')), PORT = 1433)",
                    "ALTER AVAILABILITY GROUP [AG1] MODIFY REPLICA ON N'SQL1' WITH (PRIMARY_ROLE (READ_ONLY_ROUTING_LIST = (N'SQL2')))");
            say(
                    lab,
                    "SQL2",
                    "ALTER AVAILABILITY GROUP [AG1] JOIN",
                    "ALTER AVAILABILITY GROUP [AG1] GRANT CREATE ANY DATABASE");
            until(
                    lab,
                    "SQL1",
                    "SYNCHRONIZED",
                    "SELECT MIN(synchronization_state_desc) FROM sys.dm_hadr_database_replica_states");

            List<InetSocketAddress> listener = lab.sql().listenerAddresses("aglsn");
            assertThat(listener).hasSize(2);
            try (Connection writer = connect(lab, listener.get(0), "Shop", false)) {
                assertThat(ask(writer, "SELECT @@SERVERNAME")).containsExactly("SQL1");
                try (Statement statement = writer.createStatement()) {
                    statement.execute("CREATE TABLE marks (id int NOT NULL PRIMARY KEY)");
                    statement.execute("INSERT INTO marks VALUES (7)");
                }
            }
            until(lab, "SQL2", "0", "SELECT SUM(redo_queue_size) FROM sys.dm_hadr_database_replica_states");
            try (Connection reader = connect(lab, listener.get(0), "Shop", true)) {
                assertThat(ask(reader, "SELECT @@SERVERNAME")).containsExactly("SQL2");
                assertThat(ask(reader, "SELECT id FROM marks")).containsExactly("7");
            }

            say(lab, "SQL2", "ALTER AVAILABILITY GROUP [AG1] FAILOVER");
            until(
                    lab,
                    "SQL2",
                    "ONLINE",
                    "SELECT database_state_desc FROM sys.dm_hadr_database_replica_states WHERE is_local = 1");
            try (Connection writer = connect(lab, listener.get(1), "Shop", false)) {
                assertThat(ask(writer, "SELECT id FROM marks")).containsExactly("7");
            }
            assertThatThrownBy(
                            () -> connect(lab, listener.get(0), "Shop", false).close())
                    .isInstanceOf(SQLException.class);
            assertThat(lab.sql().primary("AG1")).contains("SQL2");
            assertThat(lab.sql().losses()).isEmpty();
        }
    }

    @Test
    @DisplayName("what is told to an instance without a wire was not done if its session has ended before it was over")
    void run_whenTheSessionHasEnded_isRefused() {
        try (Lab lab = Lab.sqlStoryBuilder().start()) {
            lab.sql().makeDatabase("SQL1", "Shop");
            lab.sql().run("SQL1", "USE [Shop]", "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)");
            assertThatThrownBy(() -> lab.sql()
                            .run(
                                    "SQL1",
                                    "USE [Shop]",
                                    "ALTER DATABASE [Shop] SET OFFLINE",
                                    "INSERT INTO marks VALUES (1)"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended the session");
        }
    }

    private static String replica(String server) {
        return "N'" + server + "' WITH (ENDPOINT_URL = N'TCP://" + server
                + ".lab.example:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = AUTOMATIC, SEEDING_MODE = AUTOMATIC,"
                + " SECONDARY_ROLE (ALLOW_CONNECTIONS = READ_ONLY, READ_ONLY_ROUTING_URL = N'TCP://" + server
                + ".lab.example:1433'))";
    }

    /** Asks until the answer is so; gives up after a number of questions. */
    private static void until(Lab lab, String at, String wanted, String query)
            throws SQLException, InterruptedException {
        List<String> last = List.of();
        for (int i = 0; i < 100; i++) {
            try (Connection connection = connect(lab, lab.sql().address(at), "", false)) {
                last = ask(connection, query);
                if (last.contains(wanted)) {
                    return;
                }
            }
            lab.world().clock().sleep(Duration.ofMillis(100));
        }
        assertThat(last).as(query).contains(wanted);
    }
}
