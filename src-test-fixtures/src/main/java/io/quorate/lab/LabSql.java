package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.lab.ddl.EndpointStatement;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgListener;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LossState;
import io.quorate.lab.model.sql.MirrorEndpoint;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.SqlListeners;
import io.quorate.lab.model.sql.SqlTimings;
import io.quorate.lab.rule.sql.LabSqlHost;
import io.quorate.lab.sql.SqlAnswer;
import io.quorate.lab.sql.SqlClock;
import io.quorate.lab.sql.SqlColumn;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlInstance;
import io.quorate.lab.sql.SqlLogin;
import io.quorate.lab.sql.SqlMessage;
import io.quorate.lab.sql.SqlPatience;
import io.quorate.lab.sql.SqlSession;
import io.quorate.lab.tds.TdsEncryption;
import io.quorate.lab.tds.TdsFace;
import io.quorate.lab.tds.TdsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQL Server instances of a lab: each listens on a loopback address of its own, and where a listener is on line there, on the listener's
 * address, too. Thread-safe.
 */
public final class LabSql {
    private static final Logger log = LoggerFactory.getLogger(LabSql.class);

    /** The port of instances, and of listeners that name none. */
    public static final int PORT = 1433;

    private final World world;
    private final SqlEstate sql;
    private final List<SqlSpec> specs;
    private final Loopbacks loopbacks = new Loopbacks();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final MirrorPorts mirrors = new MirrorPorts();
    private final Object lock = new Object();
    private boolean closed;

    private record Place(
            String name, TdsFace face, SqlDoors door, SqlInstance instance, Map<String, InetSocketAddress> listeners) {}

    LabSql(Site site, LabLogins logins, List<SqlSpec> specs, boolean swift, int budget, Locale locale) {
        this.world = site.world();
        this.specs = List.copyOf(specs);
        this.sql = new SqlEstate(site.estate(), swift ? SqlTimings.SWIFT : SqlTimings.TYPICAL);
        if (budget >= 0) {
            sql.failoverBudget(budget);
        }
        int number = 0;
        for (SqlSpec spec : specs) {
            number++;
            install(spec, spec.address.isEmpty() ? "10.66." + number + ".11/24" : spec.address);
        }
        for (SqlSpec spec : specs) {
            place(site, logins, spec, locale);
        }
        site.addressBook().ask((host, port) -> Optional.ofNullable(real(host, port)));
        LabEndpoint endpoint = LabEndpoint.of(
                        Lab.SQL,
                        "sqlserver",
                        PORT,
                        specs.stream().map(SqlSpec::door).distinct().toList())
                .with(Credentials.basic(username(), password()))
                .with(site.trust());
        site.addressBook().enter(endpoint);
        sql.onChange(this::follow);
        site.estate().onPower((host, power) -> follow());
    }

    private void install(SqlSpec spec, String address) {
        world.change("SQL Server as installed: " + spec.name, () -> {
            sql.services()
                    .install(
                            spec.name,
                            spec.host,
                            address,
                            PORT,
                            spec.major(),
                            spec.edition,
                            spec.account,
                            spec.network,
                            spec.nodes);
            char[] password = spec.password.reveal();
            try {
                sql.logins().createSql(spec.name, spec.username, password, null, null, true);
            } finally {
                Arrays.fill(password, '\0');
            }
            for (String account : spec.administrators) {
                sql.logins().createWindows(spec.name, account);
                sql.logins().member(spec.name, "SYSADMIN", account, true);
            }
            if (spec.alwaysOn) {
                sql.services().alwaysOn(spec.name, true);
                sql.services().restartAtOnce(spec.name);
            }
        });
    }

    private void place(Site site, LabLogins logins, SqlSpec spec, Locale locale) {
        LabSqlHost host = LabSqlHost.of(sql, spec.name, locale);
        SqlInstance instance = new SqlInstance(host, new Clock(world));
        SqlDoors door = new SqlDoors(instance, host, this::real, spec.routesByName);
        InetSocketAddress address = loopbacks.instance(spec.name);
        door.listensAt(address);
        TdsOptions options = TdsOptions.create().at(address);
        if (spec.tls) {
            String own = site.estate().host(spec.host).fqdn();
            String domain = own.substring(own.indexOf('.'));
            List<String> names = new ArrayList<>(List.of(spec.door() + domain));
            if (!spec.ownNameOnly) {
                names.add("*" + domain);
            }
            names.addAll(loopbacks.all());
            options = options.tls(site.tls(spec.door(), names.toArray(String[]::new)));
        }
        options = options.windows(logins.sql(site.estate().host(spec.host), spec.account));
        if (spec.forcesTls) {
            options = options.encryption(TdsEncryption.REQUIRED);
        }
        TdsFace face = new TdsFace(world, site.faults(), spec.door(), door, options);
        places.put(key(spec.name), new Place(spec.name, face, door, instance, new HashMap<>()));
        site.place(spec.door(), face);
    }

    /** Tells whether there are failover cluster instances, which need a cluster. */
    static boolean needsCluster(List<SqlSpec> specs) {
        return specs.stream().anyMatch(s -> !s.network.isEmpty());
    }

    /** Gives the failover cluster instances to the cluster, which is there now. */
    void form() {
        specs.stream()
                .filter(s -> !s.network.isEmpty())
                .forEach(s -> world.change(
                        "failover cluster instance " + s.name,
                        () -> sql.clusters().form(s.name)));
    }

    // who listens where

    /** Opens and closes what listens as services and listeners are now. */
    private void follow() {
        List<SqlListeners.Open> open = sql.listeners().open();
        synchronized (lock) {
            if (closed) {
                return;
            }
            for (Place place : places.values()) {
                Map<String, InetSocketAddress> wanted = new HashMap<>();
                for (SqlListeners.Open one : open) {
                    if (one.instance().equalsIgnoreCase(place.name)) {
                        wanted.put(one.address() + " " + one.port(), loopbacks.listener(one.address(), one.port()));
                    }
                }
                for (Map.Entry<String, InetSocketAddress> old : List.copyOf(place.listeners.entrySet())) {
                    if (!wanted.containsKey(old.getKey())) {
                        place.listeners.remove(old.getKey());
                        if (sql.faults().keepsSessions()) {
                            place.face.unlistenQuietly(old.getValue());
                        } else {
                            place.face.unlisten(old.getValue());
                        }
                    }
                }
            }
            for (Place place : places.values()) {
                service(place);
                mirror(place);
                for (SqlListeners.Open one : open) {
                    String name = one.address() + " " + one.port();
                    if (one.instance().equalsIgnoreCase(place.name) && !place.listeners.containsKey(name)) {
                        listen(place, name, loopbacks.listener(one.address(), one.port()));
                    }
                }
                place.face.cutEnded();
            }
        }
    }

    private void service(Place place) {
        boolean runs = sql.instance(place.name).running();
        try {
            if (!runs && place.face.isUp()) {
                place.face.down();
            } else if (runs && !place.face.isUp()) {
                place.face.up();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void mirror(Place place) {
        InstanceState instance = sql.instance(place.name);
        MirrorEndpoint endpoint = instance.endpoint();
        boolean listens = endpoint != null
                && instance.running()
                && endpoint.state() == EndpointStatement.State.STARTED
                && !sql.oddity(place.name).portTaken();
        mirrors.follow(place.name, mirror(place, endpoint == null ? 1 : endpoint.port()), listens);
    }

    private static InetSocketAddress mirror(Place place, int port) {
        return new InetSocketAddress(place.face.address().getAddress(), port);
    }

    private void listen(Place place, String name, InetSocketAddress address) {
        try {
            place.face.listen(address);
            place.listeners.put(name, address);
        } catch (IOException e) {
            log.warn("a listener's address is taken [address={}]", address, e);
        }
    }

    /** Returns where a name or address and a port of the lab's network really are; null if nobody here is called so. */
    private @Nullable InetSocketAddress real(String host, int port) {
        for (InstanceState instance : sql.instances()) {
            if (port == instance.port()
                    && (sql.links().names(host, instance) || host.equalsIgnoreCase(instance.name()))) {
                return place(instance.name()).face.address();
            }
            MirrorEndpoint endpoint = instance.endpoint();
            if (endpoint != null
                    && port == endpoint.port()
                    && (sql.links().names(host, instance) || host.equalsIgnoreCase(instance.name()))) {
                return mirror(place(instance.name()), port);
            }
        }
        String plain =
                host.indexOf('.') > 0 && host.matches(".*[a-zA-Z].*") ? host.substring(0, host.indexOf('.')) : host;
        AgState group = world.read(() -> sql.listeners().groupBehind(plain));
        AgListener listener = group == null ? null : group.listener();
        if (group != null && listener != null && listener.port() == port) {
            return sql.listeners().open().stream()
                    .filter(o -> o.group().equals(group.name()))
                    .filter(o ->
                            o.dnsName().equalsIgnoreCase(plain) || o.address().equals(host))
                    .findFirst()
                    .map(o -> loopbacks.listener(o.address(), o.port()))
                    .orElseGet(() -> loopbacks.listener(
                            sql.listeners().addresses(group, listener).get(0).ip(), port));
        }
        return host.startsWith("127.") && loopbacks.all().contains(host) ? loopbacks.literal(host, port) : null;
    }

    private Place place(String instance) {
        Place place = places.get(key(instance));
        if (place == null) {
            throw FaultNames.unknown("instance", instance, names());
        }
        return place;
    }

    // what a client needs

    /** Returns the instances' names, as {@code @@SERVERNAME} tells them. */
    public List<String> names() {
        return places.values().stream().map(Place::name).toList();
    }

    /** Returns where an instance really listens. */
    public InetSocketAddress address(String instance) {
        return place(instance).face.address();
    }

    /** Returns where a listener's addresses really are, on line or not; empty if there is no such listener. */
    public List<InetSocketAddress> listenerAddresses(String dnsName) {
        AgState group = world.read(() -> sql.listeners().groupBehind(dnsName));
        return group == null || group.listener() == null
                ? List.of()
                : sql.listeners().addresses(group, group.listener()).stream()
                        .map(a -> loopbacks.listener(a.ip(), group.listener().port()))
                        .toList();
    }

    /** Returns the address of all instances for {@code Quorate.builder().endpoint}: {@code sqlserver://SQL1,SQL2}. */
    public String uri() {
        return "sqlserver://"
                + String.join(",", specs.stream().map(SqlSpec::door).distinct().toList());
    }

    /** Returns the administrator's log-in. */
    public String username() {
        return specs.get(0).username;
    }

    /** Returns its password. */
    public Secret password() {
        return specs.get(0).password;
    }

    /**
     * Has an instance run batches of one statement each as its administrator, without a wire.
     *
     * @throws IllegalStateException if one of them was not carried out to its end: the instance refused it, or ended the session before
     */
    void run(String instance, String... batches) {
        Place place = place(instance);
        char[] secret = password().reveal();
        try {
            SqlEntry entry = place.instance.login(new SqlLogin(username(), secret, "", false, "lab", ""));
            if (!(entry instanceof SqlEntry.Accepted accepted)) {
                throw new IllegalStateException("instance " + instance + " takes no log-in: " + entry);
            }
            try (SqlSession session = accepted.session()) {
                for (String batch : batches) {
                    Strict answer = new Strict(batch);
                    session.run(batch, List.of(), answer);
                    answer.requireEnd();
                }
            }
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** Takes neither an error nor silence for an answer: a session that a change of roles has ended says nothing more. */
    private static final class Strict implements SqlAnswer {
        private final String batch;
        private boolean over;

        Strict(String batch) {
            this.batch = batch;
        }

        void requireEnd() {
            if (!over) {
                throw new IllegalStateException(batch + ": the instance has ended the session");
            }
        }

        @Override
        public void columns(List<SqlColumn> columns) {}

        @Override
        public void row(List<? extends @Nullable Object> values) {}

        @Override
        public void message(SqlMessage message) {
            if (message.error()) {
                throw new IllegalStateException(batch + ": " + message.text());
            }
        }

        @Override
        public void counted(long rows) {
            over = true;
        }

        @Override
        public void done() {
            over = true;
        }

        @Override
        public void database(String name) {}
    }

    // what a test does

    /** Stops an instance's service, as a crash does. */
    public void stop(String instance) {
        String name = place(instance).name;
        world.change("service of " + name + " stopped", () -> sql.services().stop(name));
    }

    /** Starts an instance's service; it answers in a while. */
    public void start(String instance) {
        String name = place(instance).name;
        world.change("service of " + name + " started", () -> sql.services().start(name));
    }

    /**
     * Patches an instance, as its setup does: the service stops, and starts in a while with another build.
     *
     * @param version as {@code ProductVersion} tells it then: {@code 16.0.4165.4}
     */
    public void patch(String instance, String version) {
        String name = place(instance).name;
        world.change("patch of " + name, () -> sql.services().patch(name, version));
    }

    /** Switches Always On on or off, as the configuration manager does; it counts from the next start. */
    public void alwaysOn(String instance, boolean on) {
        String name = place(instance).name;
        world.change("Always On of " + name, () -> sql.services().alwaysOn(name, on));
    }

    /** Has an instance hang, so that its lease ends, or come to itself again. */
    public void hang(String instance, boolean hangs) {
        String name = place(instance).name;
        world.change(
                name + (hangs ? " hangs" : " works again"), () -> sql.services().hang(name, hangs));
    }

    /**
     * Has an instance answer with an error instead of doing what it is told.
     *
     * @param instance its name, or {@code *} for any
     * @param verb {@code CREATE}, {@code JOIN}, {@code FAILOVER}, {@code ADD LISTENER}, {@code SET HADR}, {@code LOGIN} ..., {@code *} for any
     * @param number the error, e.g. 35250
     * @param times how often
     */
    public void fail(String instance, String verb, int number, int times) {
        sql.faults().fail(instance, verb, number, times);
    }

    /** Has automatic seeding that starts from now on take so many times as long. */
    public void slowSeeding(long times) {
        sql.faults().slowSeeding(times);
    }

    /** Has what goes to an instance's copies arrive later. */
    public void lag(String instance, Duration more) {
        sql.faults().lag(place(instance).name, more);
    }

    /**
     * Has sessions and connections outlive a change of roles, or end with it again, as usual. A server ends the sessions in a group's databases; a
     * former primary that goes on answering is the worst that a pool of connections meets.
     */
    public void keepSessions(boolean on) {
        sql.faults().keepSessions(on);
    }

    /** Ends all of {@link #fail}, {@link #slowSeeding}, {@link #lag} and {@link #keepSessions}. */
    public void clearFaults() {
        sql.faults().clear();
    }

    /** Has all addresses of an instance swallow what comes, as a dead network does, or answer again. */
    public void blackHole(String instance, boolean on) throws IOException {
        place(instance).face.blackHole(on);
    }

    /** Has a database be there at an instance, in full recovery and backed up once, so that a group can take it. */
    public void makeDatabase(String instance, String database) {
        String name = place(instance).name;
        world.change(
                "database " + database + " of " + name, () -> sql.databases().makeReady(name, database, username()));
    }

    /** Has an instance not be as a group needs it. */
    public SqlOddities odd(String instance) {
        return new SqlOddities(world, sql, place(instance).name, this::follow);
    }

    /** Says how large a database is, for seeding and backups. */
    public void resize(String instance, String database, long bytes) {
        String name = place(instance).name;
        world.change("size of " + database, () -> sql.databases().resize(name, database, bytes));
    }

    /** Says how large a database's log may become at an instance. */
    public void logLimit(String instance, String database, long bytes) {
        String name = place(instance).name;
        world.change("limit of the log of " + database, () -> sql.databases().logLimit(name, database, bytes));
    }

    /** Has a directory be on an instance's host. */
    public void makeDirectory(String instance, String path) {
        sql.databases().makeDirectory(place(instance).name, path);
    }

    // what a test looks at

    /** Returns the instance that is primary of a group now; empty if there is none. */
    public Optional<String> primary(String group) {
        return sql.findGroup(group).map(AgState::primary);
    }

    /** Returns what failovers lost, oldest first. */
    public List<SqlLoss> losses() {
        return sql.losses().stream()
                .map(l -> new SqlLoss(
                        l.group(),
                        l.database(),
                        l.from(),
                        l.to(),
                        l.cause() == LossState.Cause.FORCED,
                        l.transactions(),
                        l.acknowledged(),
                        l.at(),
                        l.discarded()))
                .toList();
    }

    void close() {
        synchronized (lock) {
            closed = true;
            mirrors.close();
        }
        places.values().forEach(p -> p.instance.close());
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private record Clock(World world) implements SqlClock {
        @Override
        public LocalDateTime now() {
            return LocalDateTime.ofInstant(world.clock().now(), ZoneOffset.UTC);
        }

        @Override
        public void pause(Duration duration, SqlPatience patience) {
            try {
                world.clock().sleep(duration, patience::given);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("instances", specs).toString();
    }
}
