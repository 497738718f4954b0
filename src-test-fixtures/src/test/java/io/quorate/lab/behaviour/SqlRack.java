package io.quorate.lab.behaviour;


import io.quorate.lab.Lab;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.RoutingList;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Three instances, two databases and the group they are to become, for tests of SQL Server. */
final class SqlRack {
    private static final List<String> HOSTS = List.of("SQL1", "SQL2", "SQL3");

    private SqlRack() {}

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
        var address = lab.sql().address(instance);
        String url = "jdbc:sqlserver://" + address.getAddress().getHostAddress() + ":" + address.getPort()
                + ";encrypt=false;connectRetryCount=0";
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            for (String batch : batches) {
                statement.execute(batch);
            }
        }
    }

    /** Makes two databases that a group may take. */
    static void prepare(Lab lab) throws SQLException {
        execute(
                lab,
                "SQL1",
                "CREATE DATABASE [orders]",
                "CREATE DATABASE [stock]",
                "ALTER DATABASE [orders] SET RECOVERY FULL",
                "ALTER DATABASE [stock] SET RECOVERY FULL",
                "BACKUP DATABASE [orders] TO DISK = N'C:\\backup\\orders.bak'",
                "BACKUP DATABASE [stock] TO DISK = N'C:\\backup\\stock.bak'");
    }

    static void wanted(GroupSpec group) {
        for (String host : HOSTS) {
            group.addReplica(
                    host,
                    r -> r.secondaryConnections(AllowedConnections.READ_ONLY)
                            .routingUrl("TCP://" + host + ":1433")
                            .routing(RoutingList.of(
                                    HOSTS.stream().filter(h -> !h.equals(host)).toArray(String[]::new))));
        }
        group.databases(List.of("orders", "stock"));
        group.listener(
                "ag1l", l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
    }
}
