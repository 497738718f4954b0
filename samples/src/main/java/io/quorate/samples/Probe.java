package io.quorate.samples;

import io.quorate.Credentials;
import io.quorate.lab.Lab;
import io.quorate.mssql.ConnectionProfile;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** An application of the story: it writes numbered markers through the listener, one at a time, and keeps count of those acknowledged. */
final class Probe {
    private final Lab lab;
    private final ConnectionProfile profile;
    private int next = 1;

    Probe(Lab lab, ConnectionProfile profile) {
        this.lab = lab;
        this.profile = profile;
    }

    /** Makes the table. */
    void begin() throws SQLException {
        try (Connection connection = connect(profile);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE markers (id int NOT NULL PRIMARY KEY)");
        }
    }

    /** Tries to write the next marker. Returns whether it was acknowledged. */
    boolean write() {
        try (Connection connection = connect(profile);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO markers VALUES (?)")) {
            insert.setInt(1, next);
            insert.executeUpdate();
            next++;
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Returns how many were acknowledged. */
    int acknowledged() {
        return next - 1;
    }

    /** Returns how many are there. */
    int found() throws SQLException {
        return Integer.parseInt(ask(profile, "SELECT COUNT(*) FROM markers"));
    }

    /** Returns the name of the instance that the listener leads to who only reads. */
    String reader() throws SQLException {
        return ask(profile.with(p -> p.readIntent()), "SELECT @@SERVERNAME");
    }

    private String ask(ConnectionProfile how, String query) throws SQLException {
        try (Connection connection = connect(how);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** In a real network the listener's name is enough; the lab's listeners have addresses that no DNS knows. */
    private Connection connect(ConnectionProfile how) throws SQLException {
        Credentials.Basic login =
                new Credentials.Basic(lab.sql().username(), lab.sql().password());
        List<InetSocketAddress> addresses = lab.sql().listenerAddresses(how.listener());
        SQLException last = new SQLException("the listener has no address");
        for (InetSocketAddress address : addresses) {
            ConnectionProfile there = how.at(address.getAddress().getHostAddress());
            try {
                return DriverManager.getConnection(there.url(), there.properties(login));
            } catch (SQLException e) {
                last = e;
            }
        }
        throw last;
    }
}
