package io.quorate.lab.behaviour;

import io.quorate.lab.Lab;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Three instances of the lab, and what a test does there without the SDK. */
final class SqlInstances {
    private SqlInstances() {}

    static Lab lab() {
        return Lab.sqlStoryBuilder()
                .host("SQL3")
                .sql("SQL3", s -> s.address("10.66.1.13/24"))
                .start();
    }

    static void execute(Lab lab, String instance, String... batches) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", lab.sql().username());
        login.setProperty("password", new String(lab.sql().password().reveal()));
        InetSocketAddress address = lab.sql().address(instance);
        String url = "jdbc:sqlserver://" + address.getAddress().getHostAddress() + ":" + address.getPort()
                + ";encrypt=false;connectRetryCount=0";
        try (Connection connection = DriverManager.getConnection(url, login)) {
            SqlStory.execute(connection, batches);
        }
    }

    /** Makes two databases that a group may take. */
    static void prepare(Lab lab) {
        SqlStory.DATABASES.forEach(database -> lab.sql().makeDatabase("SQL1", database));
    }
}
