package consumer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Microsoft's JDBC driver against a served lab: {@code HOST PORT LISTENER LISTENER-PORT DATABASE USER}, the password in QUORATE_PASSWORD, the lab's
 * authority as the JVM's trust store. The listener's name has two addresses, which this JVM finds in its hosts file; one of them answers.
 */
public final class MssqlJdbc {
    private static final String TABLE = "foreign_mssql_jdbc";

    private MssqlJdbc() {}

    public static void main(String[] args) {
        Expected.end(() -> {
            String instance = args[0] + ":" + args[1];
            String listener = args[2] + ":" + args[3];
            Properties login = new Properties();
            login.put("user", args[5]);
            login.put("password", System.getenv("QUORATE_PASSWORD"));
            login.put("databaseName", args[4]);
            login.put("connectRetryCount", "0");
            login.put("loginTimeout", "30");
            login.put("trustStore", System.getProperty("javax.net.ssl.trustStore"));
            login.put("trustStorePassword", System.getProperty("javax.net.ssl.trustStorePassword"));
            login.put("trustStoreType", "PKCS12");
            for (String encrypt : new String[] {"false", "true", "strict"}) {
                System.out.println("mssql-jdbc, encrypt=" + encrypt);
                Properties way = with(login, "encrypt", encrypt, "hostNameInCertificate", "sql.lab.example");
                try (Connection connection = connect(instance, way)) {
                    Expected.is("the instance", ask(connection, "SELECT @@SERVERNAME"), "SQL1");
                    error(connection);
                }
                way = with(way, "multiSubnetFailover", "true");
                try (Connection connection = connect(listener, way)) {
                    Expected.is("the listener leads to the primary", ask(connection, "SELECT @@SERVERNAME"), "SQL1");
                    write(connection);
                }
                try (Connection connection = connect(listener, with(way, "applicationIntent", "ReadOnly"))) {
                    Expected.is("read intent leads to the secondary", ask(connection, "SELECT @@SERVERNAME"), "SQL2");
                }
            }
            Expected.refusal("a wrong password", "Login failed for user", () -> connect(
                    instance, with(login, "encrypt", "false", "password", "not-" + login.getProperty("password"))));
            Expected.refusal("a certificate for another name", "hostNameInCertificate|name in certificate|[Cc]ertificate", () -> connect(
                    instance, with(login, "encrypt", "true", "hostNameInCertificate", "sql.other.example")));
            return null;
        });
    }

    private static Properties with(Properties login, String... more) {
        Properties all = new Properties();
        all.putAll(login);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static Connection connect(String to, Properties login) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlserver://" + to, login);
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void error(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1\n\nSELECT * FROM nowhere_at_all");
            while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
                // the error comes behind what went well, or before it
            }
        } catch (SQLException e) {
            Expected.contains("an error", e.getErrorCode() + " " + e.getMessage(), "208 ", "nowhere_at_all");
            return;
        }
        throw new AssertionError("no error was heard");
    }

    private static void write(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + TABLE + " (id INT NOT NULL PRIMARY KEY, text NVARCHAR(40) NULL)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
                insert.setInt(1, 1);
                insert.setString(2, "Größe");
                insert.executeUpdate();
            }
            connection.commit();
            connection.setAutoCommit(true);
            Expected.is("a committed row", ask(connection, "SELECT text FROM " + TABLE + " WHERE id = 1"), "Größe");
            statement.execute("DROP TABLE " + TABLE);
        }
    }
}
