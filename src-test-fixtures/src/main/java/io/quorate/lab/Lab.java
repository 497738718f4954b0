package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Fidelity;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.Power;
import io.quorate.lab.model.SessionEndpoint;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.lab.winrm.LocalAccount;
import io.quorate.lab.winrm.OsVersion;
import io.quorate.lab.winrm.Runspaces;
import io.quorate.lab.winrm.SessionConfiguration;
import io.quorate.lab.winrm.WinRmFace;
import io.quorate.lab.winrm.WinRmSettings;
import io.quorate.lab.winrm.WorldTime;
import io.quorate.san.ChapLogin;
import io.quorate.san.Portal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A running lab: simulated hosts whose WinRM answers over TLS on loopback ports.
 *
 * {@snippet file="io/quorate/samples/CutThePower.java" region="lab"}
 *
 * <p>The same seed gives the same history. Thread-safe; {@link #close} leaves no thread behind.
 */
public final class Lab implements AutoCloseable {

    /** The session configuration of the story that runs as another account, so that its sessions reach other machines. */
    public static final String DELEGATED = "Quorate.Delegated";

    /** The name that {@link #connect} gives the endpoint. */
    public static final String ENDPOINT = "lab";

    /** The name that {@link #connect} gives the management of the first storage appliance. */
    public static final String STORAGE = "storage";

    /** The name that {@link #connect} gives the iSCSI portals of the first storage appliance. */
    public static final String ISCSI = "iscsi";

    private static final int WINRM_HTTPS = 5986;
    private static final int NEF_HTTPS = 8443;
    private static final String APPLIANCE_DOMAIN = ".lab.example";

    /** How time moves. */
    public enum Clock {
        /** Only {@link Lab#advance} moves it. */
        VIRTUAL,
        /** Whoever waits moves it: a wait of hours takes no time. The default. */
        SKIPPING,
        /** It is the real time. */
        WALL
    }

    private final long seed;
    private final World world;
    private final Estate estate;
    private final LabAuthority authority;
    private final Map<String, LabHost> hosts = new LinkedHashMap<>();
    private final Map<String, LabAppliance> appliances = new LinkedHashMap<>();
    private final LabRuntime runtime;
    private final Runspaces runspaces;
    private final boolean foreignClients;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lab(Builder builder) {
        seed = builder.seed;
        foreignClients = builder.foreignClients;
        world = builder.world();
        try {
            Map<ApplianceSpec, SimulatedAppliance> models = builder.appliances(world);
            estate = builder.estate(world, models.values());
            authority = new LabAuthority("Quorate Lab CA");
            models.forEach((spec, model) -> appliances.put(
                    key(model.name()), new LabAppliance(world, estate.faults(), model, spec, authority)));
            runtime = new LabRuntime(world.clock(), world.random().stream("sdk"), this::address);
            runspaces = builder.sessions.open(world, estate, Locale.forLanguageTag(builder.settings.locale()));
            for (HostSpec spec : estate.hosts()) {
                hosts.put(key(spec.name()), host(spec, builder));
            }
            estate.onPower(this::powerChanged);
            for (LabAppliance appliance : appliances.values()) {
                appliance.start();
            }
            for (LabHost host : hosts.values()) {
                if (estate.power(host.name()) == Power.UP) {
                    host.listener().up();
                }
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private LabHost host(HostSpec spec, Builder builder) {
        RandomGenerator ids = world.random().stream("winrm/" + spec.name());
        WinRmFace face = new WinRmFace(
                spec.name(),
                OsVersion.valueOf("WS" + spec.os()),
                builder.settings,
                estate.accounts().stream()
                        .map(a -> new LocalAccount(a.user(), a.password()))
                        .toList(),
                estate.endpoints().stream()
                        .filter(e -> !e.name().equals(SessionEndpoint.PLAIN))
                        .map(e -> new SessionConfiguration(e.name(), e.runAs(), e.delegatable()))
                        .toList(),
                new WorldTime(world),
                estate.faults(),
                () -> {
                    synchronized (ids) {
                        return new UUID(ids.nextLong(), ids.nextLong());
                    }
                },
                runspaces);
        HttpListener listener = new HttpListener(
                spec.name(),
                builder.ports.getOrDefault(key(spec.name()), 0),
                authority.serverContext(spec.name(), spec.fqdn()),
                HttpLimits.defaults(),
                face);
        return new LabHost(spec, face, listener);
    }

    private void powerChanged(String name, Power power) {
        LabHost host = known(name);
        if (power == Power.UP) {
            try {
                host.listener().up();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            host.listener().down();
            host.face().powerOff();
        }
    }

    /** Starts a builder: no hosts, seed 1, skipping clock, Windows Server 2022, English. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts a builder with the story's estate; see {@link #story}. */
    public static Builder storyBuilder() {
        return builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .sharedDisk(Size.gib(500))
                .runAs(DELEGATED, "LAB\\svc-quorate");
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
    public static Builder sanStoryBuilder() {
        return builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .runAs(DELEGATED, "LAB\\svc-quorate")
                .appliance(
                        "NAS1",
                        nas -> nas.pool("tank", Size.tib(4))
                                .volumeGroup("tank/vg")
                                .chap(new ChapLogin("quorate", Secret.of("lab-chap-secret"))));
    }

    // what a client needs

    /** Returns the runtime that makes the SDK live in this lab: its time, its randomness, its addresses. */
    public QuorateRuntime runtime() {
        return runtime;
    }

    /** Returns the endpoint's address for {@code Quorate.builder().endpoint}: all hosts, on the usual port. */
    public String endpointUri() {
        return "winrm://" + String.join(",", hostNames());
    }

    /** Returns where a host really listens: {@code https://127.0.0.1:PORT/wsman}. The port stays the same over power cuts. */
    public URI url(String host) {
        return URI.create("https://127.0.0.1:" + known(host).listener().port() + "/wsman");
    }

    /** Returns the names of the hosts, in the order they were declared. */
    public List<String> hostNames() {
        return hosts.values().stream().map(LabHost::name).toList();
    }

    /** Returns the certificate of the lab's authority as PEM. */
    public String caPem() {
        return authority.pem();
    }

    /** Returns the certificate of the lab's authority. */
    public List<X509Certificate> caCertificates() {
        return List.of(authority.certificate());
    }

    /** Returns the first account's name. */
    public String username() {
        return account().user();
    }

    /** Returns the first account's password. */
    public Secret password() {
        return account().password();
    }

    private Account account() {
        return estate.accounts().get(0);
    }

    /**
     * Starts a builder of the SDK with this lab as the endpoint {@link #ENDPOINT}: its runtime, credentials and authority, and
     * {@link #DELEGATED} if the lab has it. The first storage appliance is behind the endpoints {@link #STORAGE} and {@link #ISCSI},
     * the latter with {@code access=read-write}.
     */
    public Quorate.Builder connect() {
        return connect(endpoint -> {});
    }

    /** Starts a builder like {@link #connect()}, with more to say about the endpoint. */
    public Quorate.Builder connect(Consumer<EndpointSpec> more) {
        Quorate.Builder builder = Quorate.builder().runtime(runtime);
        if (!hosts.isEmpty()) {
            builder.endpoint(ENDPOINT, endpointUri(), endpoint -> {
                endpoint.credentials(Credentials.basic(username(), password()));
                endpoint.trust(new Trust.Authorities(caCertificates()));
                if (estate.endpoint(DELEGATED).isPresent()) {
                    endpoint.delegatedConfiguration(DELEGATED);
                }
                more.accept(endpoint);
            });
        }
        appliances.values().stream().findFirst().ifPresent(first -> {
            builder.endpoint(STORAGE, "nexenta://" + first.name(), endpoint -> {
                endpoint.credentials(Credentials.basic(first.username(), first.password()));
                endpoint.trust(new Trust.Authorities(caCertificates()));
            });
            builder.endpoint(
                    ISCSI,
                    first.portals().stream().map(Lab::authority).collect(Collectors.joining(",", "iscsi://", "")),
                    endpoint -> {
                        endpoint.option("access", "read-write");
                        first.chap().ifPresent(c -> endpoint.credentials(Credentials.chap(c.user(), c.secret())));
                    });
        });
        return builder;
    }

    /** Writes a portal as an endpoint's address names it: the port only where it is not the usual one. */
    private static String authority(Portal portal) {
        String text = portal.toString();
        return portal.port() == Portal.DEFAULT_PORT ? text.substring(0, text.lastIndexOf(':')) : text;
    }

    /** Returns a storage appliance. */
    public LabAppliance appliance(String name) {
        LabAppliance appliance = appliances.get(key(name));
        if (appliance == null) {
            throw new IllegalArgumentException("no such appliance: " + name);
        }
        return appliance;
    }

    /** Returns the names of the storage appliances, in the order they were declared. */
    public List<String> applianceNames() {
        return appliances.values().stream().map(LabAppliance::name).toList();
    }

    // what a test does to it

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

        /** Switches on: the host boots in the lab's time and then listens on its port again. */
        public void on() {
            estate.powerOn(host);
        }
    }

    /** Returns a host's power switch. */
    public PowerSwitch power(String host) {
        return new PowerSwitch(known(host).name());
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

    // what a test looks at

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

    /** Returns what happened to an entity and why, e.g. {@code explain("vm/...")}. */
    public String explain(String entity) {
        return explain(entity, Duration.ZERO, world.time().now());
    }

    /** Returns what happened to an entity between two points of time since the start, and why. */
    public String explain(String entity, Duration from, Duration to) {
        return world.explain(entity, from, to);
    }

    /** Returns what was wrong with the world at any time; empty, or the lab has an error. */
    public List<String> violations() {
        return world.violations();
    }

    /** Returns what was asked for and is not simulated, with how often. */
    public Map<String, Long> notSimulated() {
        Map<String, Long> all = new TreeMap<>();
        world.notSimulated().forEach((what, count) -> all.merge(what, (long) count, Long::sum));
        if (runspaces instanceof ShellSessions shells) {
            shells.notSimulated().forEach((what, count) -> all.merge(what, count, Long::sum));
        }
        hosts.values()
                .forEach(h -> h.face().counters().notSimulated().forEach((what, n) -> all.merge(what, n, Long::sum)));
        appliances
                .values()
                .forEach(a -> a.counters().notSimulated().forEach((what, n) -> all.merge(what, n, Long::sum)));
        return all;
    }

    /** Returns how many pipelines held script text; the SDK never sends any. */
    public long scriptsSeen() {
        return sum(h -> h.face().counters().scriptsSeen());
    }

    /** Returns how many requests of an action ({@code Create}, {@code Command}, {@code Receive} ...) arrived at all hosts. */
    public long requests(String action) {
        return sum(h -> h.face().counters().requests(action));
    }

    /** Returns how many HTTP requests arrived at all hosts. */
    public long requests() {
        return sum(h -> h.listener().traffic().requests());
    }

    /** Returns how many requests that change something reached the management of all storage appliances; log-ins do not count. */
    public long changingRequests() {
        return appliances.values().stream()
                .mapToLong(LabAppliance::changingRequests)
                .sum();
    }

    /** Returns how many connections were accepted so far. */
    public long connections() {
        return sum(h -> h.listener().traffic().connections());
    }

    /** Returns how many connections are open. */
    public long openConnections() {
        return sum(h -> h.listener().openConnections());
    }

    /** Returns how many shells are open. */
    public long openShells() {
        return sum(h -> h.face().openShells());
    }

    /** Returns how many commands were not terminated. */
    public long openCommands() {
        return sum(h -> h.face().openCommands());
    }

    /** Returns how many Receives are parked. */
    public long parkedReceives() {
        return sum(h -> h.face().counters().parkedReceives());
    }

    /** Returns how many log-ins were refused, by hosts and by the management of storage appliances. */
    public long refusedLogins() {
        return sum(h -> h.face().counters().refusedLogins())
                + appliances.values().stream()
                        .mapToLong(a -> a.counters().refusedLogins())
                        .sum();
    }

    /** Returns the bytes of all request bodies. */
    public long bytesUp() {
        return sum(h -> h.listener().traffic().bodyBytesIn());
    }

    /** Returns the bytes of all response bodies. */
    public long bytesDown() {
        return sum(h -> h.listener().traffic().bodyBytesOut());
    }

    private long sum(ToLongFunction<LabHost> count) {
        return hosts.values().stream().mapToLong(count).sum();
    }

    /** Describes the estate and what reached it, for a person. */
    public String describe() {
        StringJoiner text = new StringJoiner("\n");
        text.add("lab [seed=" + seed + " time=" + now() + "]");
        for (LabHost host : hosts.values()) {
            text.add("host " + host.name() + " [power=" + estate.power(host.name()) + " os="
                    + host.spec().os() + " port=" + host.listener().port() + " shells="
                    + host.face().openShells() + " commands=" + host.face().openCommands() + " parked="
                    + host.face().counters().parkedReceives() + " requests="
                    + host.face().counters().requests() + "]");
        }
        appliances.values().forEach(a -> text.add(a.describe()));
        estate.disks().forEach(d -> text.add("disk " + d));
        if (!notSimulated().isEmpty()) {
            text.add("not simulated " + notSimulated());
        }
        text.add("fidelity " + Fidelity.histogram());
        return text.toString();
    }

    /**
     * Tells how far the lab's Windows can be trusted, for a person: how many of its behaviours have which grade of evidence (A recorded,
     * B normative, C vendor, D field report, E assumed), and those that are only assumed, as open questions.
     */
    public static String fidelity() {
        StringJoiner text = new StringJoiner("\n");
        text.add("fidelity " + Fidelity.histogram());
        Fidelity.openQuestions()
                .forEach(c -> text.add("open question " + c.id() + ": is it so that " + c.claim() + "?"));
        return text.toString();
    }

    World world() {
        return world;
    }

    Estate estate() {
        return estate;
    }

    private LabHost known(String name) {
        return Objects.requireNonNull(hosts.get(key(estate.host(name).name())), name);
    }

    private InetSocketAddress address(String host, int port) throws UnknownHostException {
        HostSpec spec = estate.findHost(host).orElse(null);
        if (spec != null && port == WINRM_HTTPS) {
            return LabRuntime.loopback(known(spec.name()).listener().port());
        }
        LabAppliance appliance = appliances.get(key(
                host.endsWith(APPLIANCE_DOMAIN) ? host.substring(0, host.length() - APPLIANCE_DOMAIN.length()) : host));
        if (appliance != null && port == NEF_HTTPS) {
            return LabRuntime.loopback(appliance.managementPort());
        }
        for (LabAppliance target : appliances.values()) {
            if (target.portals().stream()
                    .anyMatch(p -> p.port() == port && p.address().equalsIgnoreCase(host))) {
                return LabRuntime.loopback(target.realPortal().port());
            }
        }
        if (host.equals("127.0.0.1") || host.equals("localhost")) {
            return LabRuntime.loopback(port);
        }
        throw new UnknownHostException(
                spec == null && appliance == null ? host : host + ":" + port + " is not served by the lab");
    }

    private static String key(String host) {
        return host.toUpperCase(Locale.ROOT);
    }

    /**
     * Ends everything. Repeatable.
     *
     * @throws IllegalStateException if a pipeline held script text, unless {@link Builder#foreignClients} says that others than the SDK
     *     call; everything is closed all the same
     */
    @Override
    public void close() {
        hosts.values().forEach(LabHost::close);
        appliances.values().forEach(LabAppliance::close);
        world.close();
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

    /** Collects what a lab is made of. */
    public static final class Builder {
        private static final String USER = "Administrator";
        private static final String PASSWORD = "Lab-Passw0rd!";

        private long seed = 1;
        private boolean foreignClients;
        private Clock clock = Clock.SKIPPING;
        private double factor = 1;
        private int os = 2022;
        private WinRmSettings settings = WinRmSettings.defaults();
        private Sessions sessions = ShellSessions::new;
        private final List<UnaryOperator<Estate.Builder>> parts = new ArrayList<>();
        private final Map<String, Integer> ports = new LinkedHashMap<>();
        private final List<ApplianceSpec> appliances = new ArrayList<>();
        private boolean hasAccount;

        private Builder() {}

        /** Sets the seed of all ids and choices. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Says that clients other than the SDK may call: script text is refused as ever, but closing does not complain of it. */
        public Builder foreignClients() {
            foreignClients = true;
            return this;
        }

        /** Sets how time moves. */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Follows the real time, this many times as fast. */
        public Builder wall(double value) {
            clock = Clock.WALL;
            factor = value;
            return this;
        }

        /** Sets the Windows Server version of all hosts: 2016, 2019, 2022 or 2025. */
        public Builder os(int version) {
            os = version;
            return this;
        }

        /** Sets the language of texts: {@code en-US} or {@code de-DE}. Codes stay the same. */
        public Builder locale(String value) {
            settings = settings.withLocale(Objects.requireNonNull(value, "locale"));
            return this;
        }

        /** Adds a host with 16 cores, 64 GiB and a virtual switch {@code LAN}. */
        public Builder host(String name) {
            Objects.requireNonNull(name, "name");
            parts.add(b -> b.host(name));
            return this;
        }

        /** Adds a host. */
        public Builder host(String name, int cores, Size memory, List<String> switches) {
            parts.add(b -> b.host(name, cores, memory, switches));
            return this;
        }

        /** Has a host listen on a given port instead of a free one. */
        public Builder port(String host, int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
            ports.put(key(host), port);
            return this;
        }

        /** Adds a disk that every host declared so far sees. */
        public Builder sharedDisk(Size size) {
            Objects.requireNonNull(size, "size");
            parts.add(b -> b.sharedDisk(size));
            return this;
        }

        /** Adds a storage appliance that every host reaches. */
        public Builder appliance(String name, Consumer<ApplianceSpec> details) {
            ApplianceSpec spec = new ApplianceSpec(name);
            details.accept(spec);
            appliances.add(spec);
            return this;
        }

        /** Adds a local administrator; without one there is {@code Administrator} with a well-known password. */
        public Builder account(String user, Secret password) {
            hasAccount = true;
            parts.add(b -> b.account(user, password));
            return this;
        }

        /** Adds a session configuration that runs as another account, so that its sessions reach other machines. */
        public Builder runAs(String configuration, String account) {
            parts.add(b -> b.runAsEndpoint(configuration, account));
            return this;
        }

        /** Sets how many shells one user may have open; 30 by default. */
        public Builder maxShellsPerUser(int value) {
            settings = settings.withMaxShellsPerUser(value);
            return this;
        }

        /** Sets how many commands of a shell may be waiting for their termination; 1000 by default. */
        public Builder maxCommandsPerShell(int value) {
            settings = settings.withMaxCommandsPerShell(value);
            return this;
        }

        /** Sets how long an idle shell lives; two hours by default. */
        public Builder idleTimeout(Duration value) {
            settings = settings.withIdleTimeout(value);
            return this;
        }

        /** Sets how long a shell may be without a standing Receive; four minutes by default. */
        public Builder receiveGap(Duration value) {
            settings = settings.withReceiveGap(value);
            return this;
        }

        Builder sessions(Sessions value) {
            sessions = value;
            return this;
        }

        private World world() {
            World.Builder builder = World.builder().seed(seed);
            return (clock == Clock.WALL ? builder.wall(factor) : builder.mode(LabTime.Mode.valueOf(clock.name())))
                    .build();
        }

        private Map<ApplianceSpec, SimulatedAppliance> appliances(World world) {
            Map<ApplianceSpec, SimulatedAppliance> models = new LinkedHashMap<>();
            appliances.forEach(spec -> models.put(spec, spec.build(SimulatedAppliance.builder(world, spec.name))));
            return models;
        }

        private Estate estate(World world, Collection<SimulatedAppliance> models) {
            Estate.Builder builder = Estate.builder(world).os(os);
            models.forEach(builder::appliance);
            if (!hasAccount) {
                builder.account(USER, Secret.of(PASSWORD));
            }
            for (UnaryOperator<Estate.Builder> part : parts) {
                builder = part.apply(builder);
            }
            return builder.build();
        }

        /**
         * Starts the lab; all hosts listen when it returns.
         *
         * @throws UncheckedIOException if a port is taken
         */
        public Lab start() {
            return new Lab(this);
        }
    }
}
