package io.quorate.lab;

import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.http.HttpFace;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.Power;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.WinRmFace;
import io.quorate.san.ChapLogin;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running lab: simulated hosts whose WinRM answers over TLS on loopback ports.
 *
 * {@snippet file="io/quorate/samples/CutThePower.java" region="lab"}
 *
 * <p>A test takes one as a parameter if it or its class is annotated with {@link HaLab}: JUnit's "No ParameterResolver" says that it is not.
 * The same seed gives the same history. Thread-safe; {@link #close} leaves no thread behind.
 */
public final class Lab implements AutoCloseable {
    /** The session configuration of the story that runs as another account, so that its sessions reach other machines. */
    public static final String DELEGATED = "Quorate.Delegated";

    /** The account of that configuration. */
    static final String STORY_ACCOUNT = "LAB\\svc-quorate";

    /** The appliance of {@link #sanStoryBuilder}. */
    static final String STORY_APPLIANCE = "NAS1";

    /** The name that {@link #connect} gives the endpoint. */
    public static final String ENDPOINT = "lab";

    /** The name that {@link #connect} gives the management of the first storage appliance. */
    public static final String STORAGE = "storage";

    /** The name that {@link #connect} gives the SQL Server instances. */
    public static final String SQL = "sql";

    /** The name that {@link #connect} gives the iSCSI portals of the first storage appliance. */
    public static final String ISCSI = "iscsi";

    private static final int NAMES_TOLD = 30;

    /** How long the WinRM service is away when it restarts. */
    private static final Duration WINRM_STARTS = Duration.ofSeconds(3);

    /** The actions of requests to hosts' WinRM that are counted. */
    private static final List<String> COUNTED = Stream.concat(
                    WinRmFace.ACTIONS.stream(),
                    Stream.of("Identify", "Enumerate", "Connect", "Disconnect", "Reconnect"))
            .toList();

    /** How time moves. */
    public enum Clock {
        /** Only {@link Lab#advance} moves it. */
        VIRTUAL,
        /** Whoever waits moves it, by a call, {@code waitFor} or {@code Task.await}; {@code Thread.sleep} does not. The default. */
        SKIPPING,
        /** It is the real time. */
        WALL
    }

    private final long seed;
    private final World world;
    private final Estate estate;
    private final LabAuthority authority;
    private final Faces faces = new Faces();
    private final AddressBook addressBook = new AddressBook();
    private final Map<String, LabAppliance> appliances = new LinkedHashMap<>();
    private final LabRuntime runtime;
    private final Runspaces runspaces;
    private final LabLogins logins;
    private final @Nullable LabSql sql;
    private final List<Runnable> ends = new ArrayList<>();
    private final boolean foreignClients;
    private final List<String> ownRules;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lab(LabBuilder builder) {
        seed = builder.seed;
        foreignClients = builder.foreignClients;
        ownRules = builder.rules.names();
        world = builder.world();
        try {
            Map<ApplianceSpec, SimulatedAppliance> models = builder.appliances(world);
            estate = builder.estate(world, models.values());
            authority = LabAuthority.lend("Quorate Lab CA");
            AtomicBoolean lent = new AtomicBoolean(true);
            ends.add(() -> {
                if (lent.getAndSet(false)) {
                    authority.giveBack();
                }
            });
            runtime = new LabRuntime(world.time(), world.random().stream("sdk"), addressBook::resolve);
            runspaces = builder.sessions.open(world, estate, Locale.forLanguageTag(builder.settings.locale()));
            Site site = new Site(world, estate, authority, faces, addressBook);
            logins = new LabLogins(world, estate, authority, builder.logins, builder.domain, builder.sql);
            ends.add(logins::close);
            new WinRmHosts(builder.settings, logins, builder.ports, builder.httpPorts, runspaces).accept(site);
            models.forEach((spec, model) ->
                    appliances.put(key(model.name()), new LabAppliance(site, model, spec, builder.rules.rests())));
            sql = builder.sql.isEmpty() ? null : builder.sql(site, logins);
            builder.faces.forEach(face -> face.accept(site));
            followPower();
            estate.faults()
                    .know(new FaultNames(
                            estate,
                            faces,
                            appliances.values(),
                            !builder.faces.isEmpty(),
                            !(runspaces instanceof ShellSessions)));
            if (builder.cluster != null) {
                new BuiltCluster(world, estate).form(builder.cluster, builder.onWallClock());
                if (sql != null) {
                    sql.form();
                }
            }
            ends.add(world::requireSound);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Brings all faces to their machines' power, and keeps them there. */
    private void followPower() {
        estate.onPower((host, power) -> faces.power(host, () -> power == Power.UP));
        estate.onWinRmRestart(host -> winRmService(host).restart(WINRM_STARTS));
        estate.onReach(host -> faces.reach(host, WinRmHosts.FACE, () -> estate.reachable(host)));
        appliances.values().forEach(a -> a.onChange(() -> faces.power(a.name(), a::on)));
        faces.machines().forEach(machine -> faces.power(machine, () -> hasPower(machine)));
    }

    private boolean hasPower(String machine) {
        LabAppliance appliance = appliances.get(key(machine));
        return appliance != null
                ? appliance.on()
                : estate.findHost(machine)
                        .map(h -> estate.power(h.name()) == Power.UP)
                        .orElse(true);
    }

    /** Starts a builder: no hosts, seed 1, skipping clock, Windows Server 2022, English. */
    public static LabBuilder builder() {
        return new LabBuilder();
    }

    /** Starts a builder with the story's estate; see {@link #story}. */
    public static LabBuilder storyBuilder() {
        return builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .sharedDisk(Size.gib(500))
                .runAs(DELEGATED, STORY_ACCOUNT);
    }

    /**
     * Starts the story's lab: HV1 and HV2 with a virtual switch {@code LAN}, both seeing a disk of 1 GiB and one of 500 GiB, and the session
     * configuration {@link #DELEGATED}. There is no cluster yet.
     */
    public static Lab story() {
        return storyBuilder().start();
    }

    /**
     * Starts a builder with an estate on a SAN: HV1 and HV2, a shared disk of 1 GiB for the witness, and the appliance NAS1 with a pool
     * {@code tank} of 4 TiB, the volume group {@code tank/vg}, and portals 10.0.0.5 and 10.0.1.5. Nothing is published yet.
     */
    public static LabBuilder sanStoryBuilder() {
        return builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .runAs(DELEGATED, STORY_ACCOUNT)
                .appliance(STORY_APPLIANCE, Lab::storyAppliance);
    }

    /** Starts a builder with SQL1 and SQL2, an instance on each in a subnet of its own, Always On in force; no availability group yet. */
    public static LabBuilder sqlStoryBuilder() {
        return builder().host("SQL1").host("SQL2").sql("SQL1").sql("SQL2").runAs(DELEGATED, STORY_ACCOUNT);
    }

    static void storyAppliance(ApplianceSpec nas) {
        nas.pool("tank", Size.tib(4))
                .volumeGroup("tank/vg")
                .chap(new ChapLogin("quorate", Secret.of("lab-chap-secret")));
    }

    // what a client needs

    /** Returns the runtime that makes the SDK live in this lab: its time, its randomness, its addresses. */
    public QuorateRuntime runtime() {
        return runtime;
    }

    /** Returns the endpoint's address for {@code Quorate.builder().endpoint}: all hosts, on the usual port. */
    public String endpointUri() {
        return addressBook.find(ENDPOINT).map(LabEndpoint::uri).orElse("winrm://");
    }

    /** Returns where a host really listens: {@code https://127.0.0.1:PORT/wsman}. The port stays the same over power cuts. */
    public URI url(String host) {
        return URI.create("https://127.0.0.1:" + winRm(host).port() + "/wsman");
    }

    /** Returns where a host really listens for plain HTTP, if it does ({@link LoginSpec#http}): {@code http://127.0.0.1:PORT/wsman}. */
    public URI httpUrl(String host) {
        return URI.create("http://127.0.0.1:" + ((HttpFace) winRm(host)).plainPort() + "/wsman");
    }

    /** Returns who may log in, and with what. */
    public LabLogins logins() {
        return logins;
    }

    /** Returns the domain's controllers and the hosts' DNS clients. */
    public LabDirectory directory() {
        return new LabDirectory(estate);
    }

    /** Returns the SQL Server instances; an {@link IllegalStateException} says that the lab has none. */
    public LabSql sql() {
        return Optional.ofNullable(sql)
                .orElseThrow(() -> new IllegalStateException("the lab has no SQL Server; LabBuilder.sql adds one"));
    }

    /** Returns the names of the hosts, in the order they were declared. */
    public List<String> hostNames() {
        return estate.hosts().stream().map(HostSpec::name).toList();
    }

    /** Returns the certificate of the lab's authority as PEM. */
    public String caPem() {
        return authority.pem();
    }

    /** Returns the certificate of the lab's authority. */
    public List<X509Certificate> caCertificates() {
        return List.of(authority.certificate());
    }

    /** Makes a TLS context for a client of your own, which trusts the lab's authority and no other. */
    public SSLContext clientTls() {
        return authority.clientContext();
    }

    /** Returns the first account's name. */
    public String username() {
        return estate.accounts().get(0).user();
    }

    /** Returns the first account's password. */
    public Secret password() {
        return estate.accounts().get(0).password();
    }

    /**
     * Starts a builder of the SDK with this lab as the endpoint {@link #ENDPOINT}, with {@link #DELEGATED} if the lab has it, and with all that is in its
     * {@linkplain #addressBook address book}: {@link #STORAGE} is the first storage appliance, and {@link #ISCSI} with {@code access=read-write}.
     */
    public Quorate.Builder connect() {
        return connect(endpoint -> {});
    }

    /** Starts a builder like {@link #connect()}, with more to say about the endpoint {@link #ENDPOINT}. */
    public Quorate.Builder connect(Consumer<EndpointSpec> more) {
        Quorate.Builder builder = Quorate.builder().runtime(runtime);
        for (LabEndpoint entry : addressBook.endpoints()) {
            builder.endpoint(entry.name(), entry.uri(), endpoint -> {
                entry.tell(endpoint);
                if (entry.name().equals(ENDPOINT)) {
                    more.accept(endpoint);
                }
            });
        }
        return builder;
    }

    /** Returns the address book: the endpoints that {@link #connect()} knows, and where they really listen. */
    public AddressBook addressBook() {
        return addressBook;
    }

    /**
     * Returns a storage appliance.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public LabAppliance appliance(String name) {
        return Optional.ofNullable(appliances.get(key(name)))
                .orElseThrow(() -> FaultNames.noAppliance(name, applianceNames()));
    }

    /** Returns the names of the storage appliances, in the order they were declared. */
    public List<String> applianceNames() {
        return appliances.values().stream().map(LabAppliance::name).toList();
    }

    /** The power switch of a host. */
    public final class PowerSwitch {
        private final String host;

        private PowerSwitch(String host) {
            this.host = host;
        }

        /** Cuts the power: connections are reset, the port refuses, what was in memory is gone. */
        public void off() {
            estate.powerOff(host);
        }

        @Override
        public String toString() {
            return "Lab.PowerSwitch[host=" + host + "]";
        }

        /** Switches on: the host boots in the lab's time and then listens on its port again. */
        public void on() {
            estate.powerOn(host);
        }
    }

    /** Returns a host's power switch; who names none is refused, and an {@linkplain #appliance appliance} has one of its own. */
    public PowerSwitch power(String host) {
        FaultNames.requireHost(host, appliances.containsKey(key(host)));
        return new PowerSwitch(estate.host(host).name());
    }

    /** Returns the replicated machines. */
    public LabReplicas replicas() {
        return new LabReplicas(estate);
    }

    /** Returns a host's hardware, clock, network and features. */
    public LabHardware hardware(String host) {
        return new LabHardware(estate, estate.host(host).name());
    }

    /** Returns the WinRM service of a host. */
    public WinRmService winRmService(String host) {
        return new WinRmService(winRm(host), world, () -> hasPower(host));
    }

    /**
     * Returns the names of a host's session configurations: those that are registered, and those that are not any more and that its WinRM
     * service goes on to serve until it restarts.
     */
    public List<String> sessionConfigurations(String host) {
        return estate.configurations(host).names();
    }

    /** Cuts the link between two hosts, both ways. */
    public void cutLink(String a, String b) {
        estate.cutLink(a, b);
    }

    /** Mends the link between two hosts. */
    public void healLink(String a, String b) {
        estate.healLink(a, b);
    }

    /** Kills a host's cluster service; its recovery action starts it again. */
    public void killClusterService(String host) {
        estate.killClusterService(host);
    }

    /** Returns the declarations of what goes wrong with requests. */
    public Faults faults() {
        return estate.faults();
    }

    /** Moves the time; not on the wall clock. */
    public void advance(Duration time) {
        world.time().advance(time);
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Returns the lab's wall-clock time. */
    public Instant now() {
        return world.clock().now();
    }

    /** Returns the whole history, an event a line. */
    public String trace() {
        return world.trace();
    }

    /**
     * Returns what happened to something, why, and what each change changed, for a person: {@code explain("HV2")} tells of the host, its
     * initiator, its disks and its membership, {@code explain("web1")} of a virtual machine, {@code explain("cluster/FC1")} of what has this
     * path or lies below it.
     *
     * @throws IllegalArgumentException if nothing is or was called so
     */
    public String explain(String name) {
        return explain(name, Duration.ZERO, world.time().now());
    }

    /**
     * Returns what happened to something between two points of time since the start, and why.
     *
     * @throws IllegalArgumentException if nothing is or was called so
     */
    public String explain(String name, Duration from, Duration to) {
        String known = estate.findHost(name).map(HostSpec::name).orElse(name);
        if (!world.knows(known)) {
            List<String> there = new ArrayList<>(hostNames());
            there.addAll(applianceNames());
            world.entities().keySet().stream().sorted().limit(NAMES_TOLD).forEach(there::add);
            throw FaultNames.unknown("entity", name, there);
        }
        return world.explain(known, from, to);
    }

    /** Returns what was wrong with the world at any time; empty, or the lab has an error. */
    public List<String> violations() {
        return world.violations();
    }

    /** Returns what was asked for and is not simulated, with how often. */
    public Map<String, Long> notSimulated() {
        return LabDescription.notSimulated(world, runspaces, traffic());
    }

    /**
     * Returns what reached the faces of these names ({@code winrm}, {@code nef}, {@code iscsi}, your own) on all machines, live; without a name,
     * what reached all faces.
     *
     * @throws IllegalArgumentException if no machine of the lab has a face of such a name
     */
    public Traffic traffic(String... names) {
        for (String name : names) {
            if (!faces.names().contains(name)) {
                throw FaultNames.unknown("face", name, faces.names());
            }
        }
        return faces.traffic(names);
    }

    /** Returns how many pipelines held script text; the SDK never sends any. */
    public long scriptsSeen() {
        return faces.traffic(WinRmHosts.FACE).get(WinRmFace.SCRIPTS);
    }

    /**
     * Returns how many requests of an action ({@code Create}, {@code Command}, {@code Receive} ...) arrived at all hosts.
     *
     * @throws IllegalArgumentException if WinRM has no such action
     */
    public long requests(String action) {
        if (!COUNTED.contains(action)) {
            throw FaultNames.unknown("action", action, COUNTED);
        }
        return faces.traffic(WinRmHosts.FACE).requests(action);
    }

    /** Returns how many HTTP requests arrived at all hosts. */
    public long requests() {
        return faces.traffic(WinRmHosts.FACE).requests();
    }

    /** Returns how many requests that change something reached the management of all storage appliances; log-ins do not count. */
    public long changingRequests() {
        return faces.traffic(LabAppliance.MANAGEMENT).changes();
    }

    /** Returns how many connections to hosts were accepted so far. */
    public long connections() {
        return faces.traffic(WinRmHosts.FACE).connections();
    }

    /** Returns how many connections to hosts are open. */
    public long openConnections() {
        return faces.traffic(WinRmHosts.FACE).openConnections();
    }

    /** Returns how many shells are open. */
    public long openShells() {
        return faces.traffic(WinRmHosts.FACE).get(WinRmFace.OPEN_SHELLS);
    }

    /** Returns how many commands were not terminated. */
    public long openCommands() {
        return faces.traffic(WinRmHosts.FACE).get(WinRmFace.OPEN_COMMANDS);
    }

    /** Returns how many Receives are parked. */
    public long parkedReceives() {
        return faces.traffic(WinRmHosts.FACE).get(WinRmFace.PARKED_RECEIVES);
    }

    /** Returns how many log-ins were refused, by hosts and by the management of storage appliances. */
    public long refusedLogins() {
        return faces.traffic(WinRmHosts.FACE, LabAppliance.MANAGEMENT).refusedLogins();
    }

    /** Returns the bytes of all request bodies that hosts received. */
    public long bytesUp() {
        return faces.traffic(WinRmHosts.FACE).bytesUp();
    }

    /** Returns the bytes of all response bodies that hosts sent. */
    public long bytesDown() {
        return faces.traffic(WinRmHosts.FACE).bytesDown();
    }

    /** Describes the estate and what reached it, for a person. */
    public String describe() {
        return LabDescription.of(this, estate, faces, appliances.values(), ownRules);
    }

    /**
     * Tells how far the lab's Windows can be trusted, for a person: how many of its behaviours have which grade of evidence (A recorded,
     * B normative, C vendor, D field report, E assumed), those that are only assumed, as open questions, and your own rules
     * ({@link LabBuilder#rules}), which you have to grade.
     */
    public String fidelity() {
        return Grades.told(ownRules);
    }

    /** Tells whether a thread was made for a client that lives in this lab. */
    boolean made(Thread thread) {
        return runtime.made(thread);
    }

    World world() {
        return world;
    }

    Estate estate() {
        return estate;
    }

    private Face winRm(String host) {
        return faces.find(estate.host(host).name(), WinRmHosts.FACE).orElseThrow();
    }

    private static String key(String host) {
        return host.toUpperCase(Locale.ROOT);
    }

    /**
     * Ends everything. Repeatable.
     *
     * @throws IllegalStateException if a pipeline held script text, and {@link LabBuilder#foreignClients} does not say that others than the
     *     SDK call, or if a look at everything finds the lab in a state that cannot be; everything is closed all the same
     */
    @Override
    public void close() {
        faces.close();
        if (sql != null) {
            sql.close();
        }
        appliances.values().forEach(LabAppliance::close);
        world.close();
        ends.forEach(Runnable::run);
        if (closed.compareAndSet(false, true) && !foreignClients && scriptsSeen() != 0) {
            throw new IllegalStateException(scriptsSeen() + " pipelines held script text; the SDK sends none");
        }
    }

    @Override
    public String toString() {
        return "lab [seed=" + seed + " hosts=" + hostNames() + "]";
    }

    /** Opens what runs the cmdlets. */
    interface Sessions {
        Runspaces open(World world, Estate estate, Locale locale);
    }
}
