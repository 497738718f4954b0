package io.quorate.lab;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Domain;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.EstateBuilder;
import io.quorate.lab.model.HostRegistry;
import io.quorate.lab.model.SessionEndpoint;
import io.quorate.lab.model.VmSpec;
import io.quorate.lab.session.Personality;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.lab.winrm.WinRmSettings;
import io.quorate.text.Shown;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects what a lab is made of ({@link Lab#builder}). Not thread-safe. */
public final class LabBuilder {
    private static final String USER = "Administrator";
    static final String PASSWORD = "Lab-Passw0rd!";
    private static final Set<Integer> VERSIONS = new TreeSet<>(List.of(2016, 2019, 2022, 2025));
    private static final Set<String> LANGUAGES = Set.of("en", "de");
    private static final int CLUSTER_NAME_LENGTH = 15;

    long seed = 1;
    boolean foreignClients;

    @Nullable
    String cluster;

    private Lab.Clock clock = Lab.Clock.SKIPPING;
    private double factor = 1;
    private int os = 2022;
    WinRmSettings settings = WinRmSettings.defaults();
    final LabRules rules = new LabRules();
    final LoginSpec logins = new LoginSpec();

    @Nullable
    DomainSpec domain;

    private final List<Consumer<Estate>> machines = new ArrayList<>();
    private final Map<String, Personality> personalities = new LinkedHashMap<>();

    Lab.Sessions sessions = (world, estate, locale) ->
            new ShellSessions(world, estate, locale, rules.cmdlets(), Map.copyOf(personalities));

    private final List<UnaryOperator<EstateBuilder>> parts = new ArrayList<>();
    final Map<String, Integer> ports = new LinkedHashMap<>();
    final Map<String, Integer> httpPorts = new LinkedHashMap<>();
    private final List<ApplianceSpec> appliances = new ArrayList<>();
    final List<SqlSpec> sql = new ArrayList<>();
    boolean swiftSql;
    int failoverBudget = -1;
    final List<Consumer<Site>> faces = new ArrayList<>();
    private boolean hasAccount;

    LabBuilder() {}

    /** Sets the seed of all ids and choices. */
    public LabBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Says that clients other than the SDK may call: script text is refused as ever, but closing does not complain of it. */
    public LabBuilder foreignClients() {
        foreignClients = true;
        return this;
    }

    /** Sets how time moves. */
    public LabBuilder clock(Lab.Clock value) {
        clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /** Follows the real time, this many times as fast. */
    public LabBuilder wall(double value) {
        clock = Lab.Clock.WALL;
        factor = value;
        return this;
    }

    /**
     * Sets the Windows Server version of all hosts: 2016, 2019, 2022 or 2025.
     *
     * @throws IllegalArgumentException if it is another
     */
    public LabBuilder os(int version) {
        if (!VERSIONS.contains(version)) {
            throw new IllegalArgumentException("no such Windows Server: " + version + "; there are " + VERSIONS);
        }
        os = version;
        return this;
    }

    /**
     * Sets the language of texts: {@code en-US} or {@code de-DE}. Codes stay the same.
     *
     * @throws IllegalArgumentException if it is neither English nor German
     */
    public LabBuilder locale(String value) {
        String language =
                Locale.forLanguageTag(Objects.requireNonNull(value, "locale")).getLanguage();
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException("the lab's texts are English and German, not " + value);
        }
        settings = settings.withLocale(value);
        return this;
    }

    /** Adds a host with 16 cores, 64 GiB and a virtual switch {@code LAN}. */
    public LabBuilder host(String name) {
        Objects.requireNonNull(name, "name");
        parts.add(b -> b.host(name));
        return this;
    }

    /** Adds a host. */
    public LabBuilder host(String name, int cores, Size memory, List<String> switches) {
        parts.add(b -> b.host(name, cores, memory, switches));
        return this;
    }

    /**
     * Has many virtual machines be there when the lab starts, off, on local disk, each of 1 GiB with a disk of 10 GiB, named by numbers:
     * {@code virtualMachines("HV1", "vm", 5_000)} makes {@code vm1} to {@code vm5000}. A change then costs the lab as much as with few.
     *
     * @throws IllegalArgumentException if the count is negative; when the lab starts, if there is no such host
     */
    public LabBuilder virtualMachines(String host, String prefix, int count) {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(prefix, "prefix");
        requireCount(count);
        machines.add(estate -> {
            String name = estate.host(host).name();
            for (int i = 1; i <= count; i++) {
                estate.hypervisor().create(name, VmSpec.plain(prefix + i));
            }
        });
        return this;
    }

    static void requireCount(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a count is not negative: " + count);
        }
    }

    /** Has a host listen on a given port instead of a free one. */
    public LabBuilder port(String host, int port) {
        ports.put(host.toUpperCase(Locale.ROOT), valid(port));
        return this;
    }

    /** Has hosts listen for plain HTTP, too ({@link LoginSpec#http}), one of them on a given port instead of a free one. */
    public LabBuilder httpPort(String host, int port) {
        logins.http();
        httpPorts.put(host.toUpperCase(Locale.ROOT), valid(port));
        return this;
    }

    private static int valid(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        return port;
    }

    /**
     * Adds a disk that every host sees, those included that are declared later.
     *
     * @throws IllegalArgumentException if it has no size
     */
    public LabBuilder sharedDisk(Size size) {
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("a shared disk has a size, not " + size);
        }
        parts.add(b -> b.sharedDisk(size));
        return this;
    }

    /** Has each node list a disk of its cluster once more as each other node has it, with that one's number and flags. */
    public LabBuilder diskCopies() {
        parts.add(EstateBuilder::diskCopies);
        return this;
    }

    /**
     * Has a cluster of all hosts be there when the lab starts, all nodes up, without storage. It takes some seconds of the lab's time.
     *
     * @throws IllegalArgumentException if the name is empty or longer than 15 characters
     */
    public LabBuilder cluster(String name) {
        if (name.isEmpty() || name.length() > CLUSTER_NAME_LENGTH) {
            throw new IllegalArgumentException("a cluster's name has 1 to 15 characters: " + name);
        }
        cluster = name;
        return this;
    }

    /** Adds a storage appliance that every host reaches. */
    public LabBuilder appliance(String name, Consumer<ApplianceSpec> details) {
        ApplianceSpec spec = new ApplianceSpec(name);
        details.accept(spec);
        appliances.add(spec);
        return this;
    }

    /** Adds a SQL Server instance on a host: 2022, Developer, Always On in force, as usual. */
    public LabBuilder sql(String host) {
        return sql(host, instance -> {});
    }

    /** Adds a SQL Server instance on a host. H2 must be on the class path. */
    public LabBuilder sql(String host, Consumer<SqlSpec> details) {
        SqlSpec spec = new SqlSpec(host);
        details.accept(spec);
        sql.add(spec);
        return this;
    }

    /** Has SQL Server's detection, leases, failover and seeding take as little time as they can: for tests in real time. */
    public LabBuilder swiftSql() {
        swiftSql = true;
        return this;
    }

    /** Sets how many automatic failovers an availability group has in six hours; its replicas minus one, as usual. */
    public LabBuilder failoverBudget(int count) {
        failoverBudget = count;
        return this;
    }

    /** Adds rules of your own for what the lab does not simulate. */
    public LabBuilder rules(Consumer<LabRules> more) {
        more.accept(rules);
        return this;
    }

    /**
     * Adds a face of your own: called once, while the lab is being built, to {@linkplain Site#place place} it and to enter in the
     * {@linkplain Site#addressBook address book} where clients find it.
     */
    public LabBuilder face(Consumer<Site> face) {
        faces.add(Objects.requireNonNull(face, "face"));
        return this;
    }

    /** Adds a local administrator; without one there is {@code Administrator} with a well-known password. */
    public LabBuilder account(String user, Secret password) {
        hasAccount = true;
        parts.add(b -> b.account(user, password));
        return this;
    }

    /**
     * Adds a local user who may open sessions (Remote Management Users) and is no administrator: clusters, Hyper-V and WinRM's own settings are
     * refused to it.
     */
    public LabBuilder user(String user, Secret password) {
        parts.add(b -> b.user(user, password));
        return this;
    }

    /** Sets which ways to log in the hosts offer, and whether over plain HTTP, too. */
    public LabBuilder logins(Consumer<LoginSpec> details) {
        details.accept(logins);
        return this;
    }

    /**
     * Puts all hosts into a domain; without one they are in none, though their DNS names end in {@code lab.example}.
     *
     * @param name DNS name, e.g. {@code lab.example}
     */
    public LabBuilder domain(String name, Consumer<DomainSpec> details) {
        DomainSpec spec = new DomainSpec(name);
        details.accept(spec);
        domain = spec;
        return this;
    }

    /** Adds a session configuration that runs as another account, so that its sessions reach other machines. */
    public LabBuilder runAs(String configuration, String account) {
        parts.add(b -> b.runAsEndpoint(configuration, account));
        return this;
    }

    /**
     * Adds a session configuration to all hosts, or, by the name {@code Microsoft.PowerShell}, says what every host's own one lets its
     * clients do.
     */
    public LabBuilder sessionConfiguration(String name, Consumer<SessionSpec> details) {
        SessionSpec spec = new SessionSpec();
        details.accept(spec);
        personalities.put(name.toLowerCase(Locale.ROOT), spec.personality);
        if (!name.equalsIgnoreCase(SessionEndpoint.PLAIN)) {
            parts.add(b -> b.endpoint(name, spec.runAs, spec.runAs != null));
        } else if (spec.runAs != null) {
            throw new IllegalArgumentException(name + " runs as its caller");
        }
        return this;
    }

    /** Has a policy of all hosts forbid session configurations that keep a password ("Disallow WinRM from storing RunAs credentials"). */
    public LabBuilder keepsNoPasswords() {
        parts.add(EstateBuilder::keepsNoPasswords);
        return this;
    }

    /** Sets how many shells one user may have open; 25 by default. */
    public LabBuilder maxShellsPerUser(int value) {
        settings = settings.withMaxShellsPerUser(value);
        return this;
    }

    /** Sets how many commands of a shell may be waiting for their termination; 1000 by default. */
    public LabBuilder maxCommandsPerShell(int value) {
        settings = settings.withMaxCommandsPerShell(value);
        return this;
    }

    /** Sets how long an idle shell lives; two hours by default. */
    public LabBuilder idleTimeout(Duration value) {
        settings = settings.withIdleTimeout(value);
        return this;
    }

    /** Sets how long a shell may be without a standing Receive; four minutes by default. */
    public LabBuilder receiveGap(Duration value) {
        settings = settings.withReceiveGap(value);
        return this;
    }

    /**
     * Sets the newest remoting protocol that hosts speak, {@code 2.1} to {@code 2.4}; that of their release by default. With 2.4 they say that
     * they are PowerShell 7.6.
     *
     * @throws IllegalArgumentException if it is another
     */
    public LabBuilder protocol(String value) {
        settings = settings.withProtocol(Objects.requireNonNull(value, "protocol"));
        return this;
    }

    LabBuilder sessions(Lab.Sessions value) {
        sessions = value;
        return this;
    }

    LabSql sql(Site site, LabLogins who) {
        return new LabSql(site, who, sql, swiftSql, failoverBudget, Locale.forLanguageTag(settings.locale()));
    }

    boolean onWallClock() {
        return clock == Lab.Clock.WALL;
    }

    World world() {
        World.Builder builder = World.builder().seed(seed);
        return (clock == Lab.Clock.WALL ? builder.wall(factor) : builder.mode(LabTime.Mode.valueOf(clock.name())))
                .build();
    }

    Map<ApplianceSpec, SimulatedAppliance> appliances(World world) {
        Map<ApplianceSpec, SimulatedAppliance> models = new LinkedHashMap<>();
        appliances.forEach(spec -> models.put(spec, spec.build(SimulatedAppliance.builder(world, spec.name))));
        return models;
    }

    Estate estate(World world, Collection<SimulatedAppliance> models) {
        EstateBuilder builder = Estate.builder(world).os(os);
        models.forEach(builder::appliance);
        if (domain != null) {
            Domain joined = domain.build();
            builder.domain(domain.name()).joined(joined.netBios(), domain.controllers, domain.services, joined.users());
        }
        if (!hasAccount) {
            builder.account(USER, Secret.of(PASSWORD));
        }
        for (UnaryOperator<EstateBuilder> part : parts) {
            builder = part.apply(builder);
        }
        if (LabSql.needsCluster(sql) && cluster == null) {
            throw new IllegalArgumentException("a failover cluster instance needs a cluster");
        }
        Estate estate = builder.build();
        int shells = settings.maxShellsPerUser();
        if (shells != WinRmSettings.defaults().maxShellsPerUser()) {
            estate.hosts()
                    .forEach(host -> estate.registry(
                            host.name(),
                            keys -> keys.with(HostRegistry.SESSION, "MaxShellsPerUser", String.valueOf(shells))));
        }
        ports.keySet().forEach(estate::host);
        httpPorts.keySet().forEach(estate::host);
        if (cluster != null && estate.hosts().isEmpty()) {
            throw new IllegalArgumentException("a cluster needs hosts: " + cluster);
        }
        if (!machines.isEmpty()) {
            world.change("the virtual machines as built", () -> machines.forEach(made -> made.accept(estate)));
        }
        return estate;
    }

    /**
     * Starts the lab; all hosts listen when it returns.
     *
     * @throws IllegalArgumentException if a rule of one's own is for what Windows does not have, or the lab simulates itself; if two hosts
     *     have one name, or a port is given to a host that there is not
     * @throws UncheckedIOException if a port is taken
     */
    public Lab start() {
        return new Lab(this);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("seed", seed)
                .with("clock", clock)
                .with("cluster", cluster)
                .with("os", os)
                .with("sql", sql)
                .with("appliances", appliances)
                .with("domain", domain)
                .with("ports", ports)
                .with("httpPorts", httpPorts)
                .toString();
    }
}
