package io.quorate.lab;

import io.quorate.Quorate;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.RoutingList;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SQL Server part of {@link LabServer}: two instances, and a group of both with a database, a listener and read-only routing. */
final class ServedSql {
    /** The listener's name in a domain, and the account of the instances' service, on which it stands. */
    static final String SERVICE_NAME = "MSSQLSvc/ag1l.lab.example:1433";

    static final String ACCOUNT = "LAB\\svc-sql";
    private static final List<String> HOSTS = List.of("SQL1", "SQL2");
    private static final String GROUP = "ag1";
    private static final String LISTENER = "ag1l";
    private static final String DATABASE = "orders";
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    private ServedSql() {}

    /** Tells whether what it takes besides the lab is on the class path. */
    static boolean isPossible() {
        try {
            Class.forName("org.h2.Driver");
            Class.forName("com.microsoft.sqlserver.jdbc.SQLServerDriver");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Adds the instances, which those accounts of the domain administer, and whose services and groups need a moment and not minutes. */
    static void install(LabBuilder builder, String... administrators) {
        HOSTS.forEach(host ->
                builder.host(host).sql(host, instance -> List.of(administrators).forEach(instance::administrator)));
        builder.swiftSql();
    }

    static boolean isInstance(String host) {
        return HOSTS.stream().anyMatch(host::equalsIgnoreCase);
    }

    /** Makes the group through the SDK itself; its databases are in step and the listener answers when this ends. */
    static void build(Lab lab) {
        lab.sql()
                .run(
                        HOSTS.get(0),
                        "CREATE DATABASE [" + DATABASE + "]",
                        "ALTER DATABASE [" + DATABASE + "] SET RECOVERY FULL",
                        "BACKUP DATABASE [" + DATABASE + "] TO DISK = N'NUL'");
        try (Quorate quorate = lab.connect().build()) {
            AvailabilityGroupClient sql = quorate.availabilityGroups(Lab.SQL);
            sql.groups().ensure(GROUP, group -> {
                for (int i = 0; i < HOSTS.size(); i++) {
                    String host = HOSTS.get(i);
                    String other = HOSTS.get(1 - i);
                    group.addReplica(
                            host,
                            r -> r.secondaryConnections(AllowedConnections.READ_ONLY)
                                    .routingUrl("TCP://" + host + ":" + LabSql.PORT)
                                    .routing(RoutingList.of(other)));
                }
                group.addDatabase(DATABASE);
                group.listener(
                        LISTENER,
                        l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
            });
            sql.databases(GROUP).awaitSynchronized(DATABASE, AT_MOST, progress -> {});
        }
    }

    /** Tells where instances and the listener really are, and who logs in. */
    static void announce(Lab lab, Map<String, Object> line) {
        List<Map<String, Object>> instances = new ArrayList<>();
        for (String name : lab.sql().names()) {
            InetSocketAddress real = lab.sql().address(name);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("instance", name);
            one.put("host", real.getAddress().getHostAddress());
            one.put("port", real.getPort());
            instances.add(one);
        }
        line.put("tds", instances);
        line.put("sqlUsername", lab.sql().username());
        line.put("sqlPassword", new String(lab.sql().password().reveal()));
        List<InetSocketAddress> addresses = lab.sql().listenerAddresses(LISTENER);
        if (!addresses.isEmpty()) {
            Map<String, Object> listener = new LinkedHashMap<>();
            listener.put("host", LISTENER);
            listener.put(
                    "addresses",
                    addresses.stream().map(a -> a.getAddress().getHostAddress()).toList());
            listener.put("port", addresses.get(0).getPort());
            listener.put("database", DATABASE);
            line.put("listener", listener);
        }
    }
}
