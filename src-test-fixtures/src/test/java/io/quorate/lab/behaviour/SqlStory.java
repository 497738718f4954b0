package io.quorate.lab.behaviour;

import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LabEndpoint;
import io.quorate.lab.SqlSpec;
import io.quorate.lab.kernel.Faults;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.RoutingList;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Three instances with two databases of the story, what a group of them should be, and its clients through the vendor's driver. */
final class SqlStory implements AutoCloseable {
    static final List<String> HOSTS = List.of("SQL1", "SQL2", "SQL3");
    static final List<String> DATABASES = List.of("orders", "stock");
    static final String GROUP = "ag1";
    static final String LISTENER = "ag1l";
    static final Duration LONG = Duration.ofMinutes(10);

    private static final Pattern CHANGES = Pattern.compile(
            "(?is)\\s*(USE\\s+\\S+\\s+)?(CREATE|ALTER|DROP|GRANT|DENY|REVOKE|BACKUP|RESTORE|EXECUTE)\\b.*");

    final Lab lab;
    final Quorate quorate;
    final AvailabilityGroupClient sql;
    private final List<String> batches = new CopyOnWriteArrayList<>();

    private SqlStory(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.quorate = quorate;
        this.sql = quorate.availabilityGroups(Lab.SQL);
    }

    static SqlStory start() throws SQLException {
        return start("true", (host, spec) -> {});
    }

    /**
     * Starts one.
     *
     * @param encrypt how the administrator speaks with the instances
     * @param more what else an instance is like
     */
    static SqlStory start(String encrypt, BiConsumer<String, SqlSpec> more) throws SQLException {
        return start(HOSTS, encrypt, more);
    }

    /** Starts one with further instances, in the first subnet. */
    static SqlStory start(List<String> hosts, String encrypt, BiConsumer<String, SqlSpec> more) throws SQLException {
        LabBuilder builder = Lab.builder().seed(11);
        for (String host : hosts) {
            builder.host(host).sql(host, spec -> {
                if (hosts.indexOf(host) > 1) {
                    spec.address("10.66.1." + (11 + hosts.indexOf(host)) + "/24");
                }
                more.accept(host, spec);
            });
        }
        Lab lab = builder.start();
        LabEndpoint entry = lab.addressBook().find(Lab.SQL).orElseThrow();
        Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .endpoint(Lab.SQL, entry.uri(), endpoint -> {
                    endpoint.credentials(entry.credentials())
                            .trust(entry.trust())
                            .option("encrypt", encrypt);
                    if (encrypt.equals("false")) {
                        plain(lab, endpoint);
                    }
                })
                .build();
        SqlStory story = new SqlStory(lab, quorate);
        List<String> made = new ArrayList<>();
        for (String database : DATABASES) {
            made.add("CREATE DATABASE [" + database + "]");
            made.add("ALTER DATABASE [" + database + "] SET RECOVERY FULL");
            made.add("BACKUP DATABASE [" + database + "] TO DISK = N'C:\\backup\\" + database + ".bak'");
        }
        story.execute("SQL1", made.toArray(String[]::new));
        story.listen();
        return story;
    }

    /** Without TLS only addresses of this machine itself are taken. */
    private static void plain(Lab lab, EndpointSpec endpoint) {
        endpoint.option("allowPlaintext", "true");
        for (String host : HOSTS) {
            InetSocketAddress real = lab.sql().address(host);
            endpoint.host(host, URI.create("sqlserver://" + real.getAddress().getHostAddress() + ":" + real.getPort()));
        }
    }

    /** Starts a lab with the three instances, as others than this story use it. */
    static Lab lab() {
        return Lab.sqlStoryBuilder()
                .host("SQL3")
                .sql("SQL3", s -> s.address("10.66.1.13/24"))
                .start();
    }

    /** Makes the two databases, ready for a group. */
    static void prepare(Lab lab) throws SQLException {
        for (String database : DATABASES) {
            execute(
                    lab,
                    "SQL1",
                    "CREATE DATABASE [" + database + "]",
                    "ALTER DATABASE [" + database + "] SET RECOVERY FULL",
                    "BACKUP DATABASE [" + database + "] TO DISK = N'C:\\backup\\" + database + ".bak'");
        }
    }

    static void execute(Lab lab, String instance, String... batches) throws SQLException {
        InetSocketAddress address = lab.sql().address(instance);
        try (Connection connection = connect(lab, address, "", false)) {
            execute(connection, batches);
        }
    }

    /** Has what the instances are asked heard from now on. */
    void listen() {
        batches.clear();
        lab.faults()
                .when("a batch is heard", request -> {
                    if (isBatch(request)) {
                        batches.add(request.host() + ": " + request.commands().get(0));
                    }
                    return false;
                })
                .optional()
                .hung();
    }

    private static boolean isBatch(Faults.Request request) {
        return request.action().equals("tds Batch") && !request.commands().isEmpty();
    }

    /** Tells whether a request changes something. */
    static boolean changes(Faults.Request request) {
        return isBatch(request) && CHANGES.matcher(request.commands().get(0)).matches();
    }

    void forget() {
        batches.clear();
    }

    /** Returns what was sent to change something, but for backups. */
    List<String> changes() {
        return batches.stream()
                .filter(b -> CHANGES.matcher(b.substring(b.indexOf(": ") + 2)).matches())
                .filter(b -> !b.contains(": BACKUP DATABASE"))
                .toList();
    }

    /** Returns the instances that were asked something that changes nothing, in order. */
    List<String> questions() {
        return batches.stream()
                .filter(b -> !CHANGES.matcher(b.substring(b.indexOf(": ") + 2)).matches())
                .map(b -> b.substring(0, b.indexOf(": ")))
                .toList();
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
        group.databases(DATABASES);
        group.listener(
                LISTENER, l -> l.addAddress("10.66.1.50", "255.255.255.0").addAddress("10.66.2.50", "255.255.255.0"));
    }

    void built() {
        built(SqlStory::wanted);
    }

    void built(Consumer<GroupSpec> spec) {
        sql.groups().ensure(GROUP, spec);
        inStep();
    }

    void inStep() {
        for (String database : DATABASES) {
            sql.databases(GROUP).awaitSynchronized(database, LONG, progress -> {});
        }
    }

    /** Waits until an instance that was down answers the administrator again: one that was silent is left alone for a while. */
    void answers(String host) {
        for (int tries = 0; ; tries++) {
            try {
                sql.instances().get(host);
                return;
            } catch (UnreachableException e) {
                if (tries == 600) {
                    throw e;
                }
                lab.advance(Duration.ofSeconds(1));
            }
        }
    }

    // clients

    /** Connects at a real address, as the driver does. */
    Connection connect(InetSocketAddress address, String database, boolean readOnly) throws SQLException {
        return connect(lab, address, database, readOnly);
    }

    private static Connection connect(Lab lab, InetSocketAddress address, String database, boolean readOnly)
            throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", lab.sql().username());
        login.setProperty("password", new String(lab.sql().password().reveal()));
        login.setProperty("encrypt", "false");
        login.setProperty("connectRetryCount", "0");
        login.setProperty("loginTimeout", "30");
        if (!database.isEmpty()) {
            login.setProperty("databaseName", database);
        }
        if (readOnly) {
            login.setProperty("applicationIntent", "ReadOnly");
        }
        return DriverManager.getConnection(
                "jdbc:sqlserver://" + address.getAddress().getHostAddress() + ":" + address.getPort(), login);
    }

    /** Connects through the listener: the address that answers. */
    Connection through(String database, boolean readOnly) throws SQLException {
        SQLException last = new SQLException("the listener has no address");
        for (InetSocketAddress address : lab.sql().listenerAddresses(LISTENER)) {
            try {
                return connect(address, database, readOnly);
            } catch (SQLException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Connects through the listener as soon as it answers, as the lab's time goes. */
    Connection back(String database) throws SQLException {
        for (int tries = 0; ; tries++) {
            try {
                return through(database, false);
            } catch (SQLException e) {
                if (tries == 600) {
                    throw e;
                }
                lab.advance(Duration.ofMillis(500));
            }
        }
    }

    void execute(String instance, String... batches) throws SQLException {
        try (Connection connection = connect(lab.sql().address(instance), "", false)) {
            execute(connection, batches);
        }
    }

    static void execute(Connection connection, String... batches) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String batch : batches) {
                statement.execute(batch);
            }
        }
    }

    static List<String> ask(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    /** Asks a readable secondary until it has redone what it has hardened, which takes a moment of the lab's time. */
    List<String> redone(Connection reader, String query, int rows) throws SQLException {
        for (int tries = 0; ; tries++) {
            try {
                List<String> found = ask(reader, query);
                if (found.size() >= rows || tries == 100) {
                    return found;
                }
            } catch (SQLException e) {
                if (tries == 100) {
                    throw e;
                }
            }
            lab.advance(Duration.ofMillis(100));
        }
    }

    static String server(Connection connection) throws SQLException {
        return ask(connection, "SELECT @@SERVERNAME").get(0);
    }

    @Override
    public void close() {
        quorate.close();
        lab.close();
    }
}
