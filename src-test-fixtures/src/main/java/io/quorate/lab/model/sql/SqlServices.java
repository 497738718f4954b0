package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.Power;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The instances' services: installed, started, stopped, hanging. */
public final class SqlServices {
    private static final List<Integer> LOOKS = List.of(1, 5, 10, 20, 30, 60, 120);
    private static final String DATA = "C:\\Program Files\\Microsoft SQL Server\\MSSQL%d.MSSQLSERVER\\MSSQL\\DATA\\";

    private final SqlEstate sql;
    private final World world;
    private final Set<String> starting = new HashSet<>();

    SqlServices(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    /**
     * Installs an instance; it runs at once, Always On switched off.
     *
     * @param address with the prefix's length
     */
    public InstanceState install(
            String name, String host, String address, int port, int major, String edition, String account) {
        return install(name, host, address, port, major, edition, account, "", List.of());
    }

    /**
     * Installs a failover cluster instance on several nodes, the first of which it runs on; {@link SqlClusters#form} gives it to the cluster.
     *
     * @param network its name on the network; empty for an instance that is none
     */
    public InstanceState install(
            String name,
            String host,
            String address,
            int port,
            int major,
            String edition,
            String account,
            String network,
            List<String> nodes) {
        InstanceState state = new InstanceState(
                name,
                sql.estate().host(host).name(),
                address,
                port,
                major,
                edition.toUpperCase(Locale.ROOT),
                account,
                true,
                true,
                false,
                false,
                null,
                false,
                true,
                1);
        world.put(InstanceState.key(name), state);
        if (!network.isEmpty()) {
            sql.clusters().installed(state, network, nodes);
        }
        sql.hostServices().install(state);
        for (String system : List.of("master", "tempdb", "model", "msdb")) {
            sql.databases()
                    .make(name, system, "SIMPLE", "sa", 8L << 20, identity(name, system), LogPoint.first(sql.now()));
        }
        sql.logins().install(name, account);
        return state;
    }

    private UUID identity(String instance, String database) {
        return world.random().guid(InstanceState.key(instance).path() + "/db/" + database);
    }

    /** Returns where an instance puts data files. */
    public static String dataPath(InstanceState instance) {
        return String.format(Locale.ROOT, DATA, instance.major());
    }

    /** Switches Always On on or off; it counts from the next start. */
    public void alwaysOn(String instance, boolean on) {
        if (sql.clusters().of(instance).isPresent()) {
            sql.clusters().alwaysOn(instance, sql.instance(instance).host(), on);
            return;
        }
        world.update(InstanceState.key(instance), i -> i.with(e -> e.hadrSet = on));
    }

    /** Patches an instance, as setup does: its service stops, and starts with another build of its version. */
    public void patch(String instance, String version) {
        InstanceState state = sql.instance(instance);
        if (!version.startsWith(state.major() + ".")) {
            throw new IllegalArgumentException(
                    "a patch keeps the version, which is " + state.major() + " at " + state.name() + ": " + version);
        }
        stop(instance);
        world.put(BuildState.key(instance), new BuildState(state.name(), version));
        start(instance);
    }

    /** Starts a service; it answers in a while. A failover cluster instance is brought online by its cluster. */
    public void start(String instance) {
        if (sql.clusters().of(instance).filter(f -> !f.group().isEmpty()).isPresent()) {
            sql.clusters().start(instance);
        } else {
            begin(instance, () -> {});
        }
    }

    /** Starts a service where its instance is, and says when it answers. */
    void begin(String instance, Runnable runs) {
        InstanceState state = sql.instance(instance);
        if (state.running() || !starting.add(state.name()) || sql.estate().power(state.host()) != Power.UP) {
            return;
        }
        world.schedule(sql.timings().start(), InstanceState.key(instance).path(), "start of " + state.name(), () -> {
            starting.remove(state.name());
            if (sql.estate().power(state.host()) == Power.UP
                    && !sql.instance(state.name()).running()
                    && sql.instance(state.name()).host().equals(state.host())) {
                started(state.name());
                runs.run();
            }
        });
    }

    private void started(String instance) {
        world.update(
                InstanceState.key(instance),
                i -> i.with(e -> {
                    e.running = true;
                    e.healthy = true;
                    e.hadr = e.hadrSet;
                    e.starts++;
                }));
        sql.settle();
    }

    /** Starts a service anew without any time passing: before anybody looks. */
    public void restartAtOnce(String instance) {
        stopped(instance);
        started(instance);
    }

    /** Stops a service, or kills it. Of a failover cluster instance the cluster takes it for failed. */
    public void stop(String instance) {
        halt(instance);
        sql.clusters().failed(instance);
    }

    /** Stops a service, and nobody wonders. */
    void halt(String instance) {
        if (sql.clusters().of(instance).isPresent()) {
            starting.remove(sql.instance(instance).name());
        }
        stopped(instance);
        sql.settle();
    }

    private void stopped(String instance) {
        InstanceState state = sql.instance(instance);
        if (state.running()) {
            world.update(
                    InstanceState.key(instance),
                    i -> i.with(e -> {
                        e.running = false;
                        e.starts++;
                    }));
        }
    }

    /** Has a service hang, so that its lease ends, or come to itself again. */
    public void hang(String instance, boolean hangs) {
        world.update(InstanceState.key(instance), i -> i.with(e -> e.healthy = !hangs));
        sql.settle();
    }

    /** Has an instance's secondaries redo what they harden, or not. */
    public void redo(String instance, boolean on) {
        world.update(InstanceState.key(instance), i -> i.with(e -> e.redoing = on));
        sql.databasesOf(instance).forEach(d -> sql.replication().redo(d));
    }

    /** Follows power, links and cluster services. */
    void follow() {
        for (InstanceState instance : sql.instances()) {
            Power power = sql.estate().power(instance.host());
            if (power == Power.UP) {
                if (!instance.running() && sql.clusters().of(instance.name()).isEmpty() && !stoppedByHand(instance)) {
                    start(instance.name());
                }
            } else {
                starting.remove(instance.name());
                if (instance.running()) {
                    stopped(instance.name());
                    off.add(instance.name());
                }
            }
        }
        sql.settle();
        lookAgain();
    }

    private final Set<String> off = new HashSet<>();

    /** One that lost its power starts again with Windows, if it is to. */
    private boolean stoppedByHand(InstanceState instance) {
        return !off.remove(instance.name()) || !sql.hostServices().startsWithWindows(instance);
    }

    /** The lab's clusters change their minds later than links do. */
    private void lookAgain() {
        for (InstanceState instance : sql.instances()) {
            if (sql.estate().clusterOf(instance.host()).isPresent()) {
                LOOKS.forEach(s -> world.schedule(
                        Duration.ofSeconds(s).plus(detection(instance)),
                        World.LAST,
                        InstanceState.key(instance.name()).path(),
                        "look at the cluster",
                        sql::settle));
                return;
            }
        }
    }

    /** Returns how long it takes until a silent host counts as down. */
    Duration detection(InstanceState instance) {
        return sql.estate()
                .clusterOf(instance.host())
                .map(Cluster::detection)
                .orElse(sql.timings().detection());
    }
}
