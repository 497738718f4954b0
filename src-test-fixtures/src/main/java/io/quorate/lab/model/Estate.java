package io.quorate.lab.model;

import io.quorate.lab.kernel.Faults;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.StorageAppliance;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Everything that stands in the server room: hosts with their accounts and endpoints, shared disks, the links between the hosts, clusters
 * and virtual machines. State lives in the {@link World}; this class and its siblings are the transitions.
 *
 * <p>What the outside does to the estate (power, links, services) is a change of its own; what administrators do ({@link Cluster},
 * {@link Hypervisor}) is called inside a {@link World#change} of the caller, which names the cause. Thread-safe.
 */
public final class Estate {
    private final World world;
    private final Faults faults = new Faults();
    private final Timings timings;
    private final Map<String, HostSpec> hosts = new LinkedHashMap<>();
    private final List<Account> accounts;
    private final List<SessionEndpoint> endpoints;
    private final List<StorageAppliance> appliances;
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private static final Duration MOVING = Duration.ofSeconds(3);
    private static final Duration STOPPING = Duration.ofMillis(500);

    private final List<PowerListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> reachListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> restartListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final ClusterObjects clusterObjects;
    private final Hypervisor hypervisor;
    private final VirtualNics nics;
    private final Guests guests;
    private final Outside outside;
    private final Replications replications;
    private final Machines machines;
    private final Initiators initiators;
    private final ServiceManager services;
    private final HostDisks hostDisks;
    private final DirectoryModel directory;
    private final StorageTimings storageTimings;
    private final boolean multipath;
    private final boolean diskCopies;

    Estate(EstateBuilder builder) {
        this.world = builder.world;
        this.timings = builder.timings;
        builder.hosts.forEach(h -> hosts.put(key(h.name()), h));
        this.accounts = List.copyOf(builder.accounts);
        this.endpoints = List.copyOf(builder.endpoints);
        this.appliances = List.copyOf(builder.appliances);
        this.clusterObjects = new ClusterObjects(world);
        this.hypervisor = new Hypervisor(this);
        this.nics = new VirtualNics(this);
        this.guests = new Guests(this);
        this.outside = new Outside(this);
        this.replications = new Replications(this);
        this.machines = new Machines(this);
        this.initiators = new Initiators(this);
        this.services = new ServiceManager(this);
        this.hostDisks = new HostDisks(this);
        this.storageTimings = builder.storageTimings;
        this.multipath = builder.multipath;
        this.diskCopies = builder.diskCopies;
        world.change("the estate as built", () -> {
            world.put(LinksState.KEY, new LinksState(List.of()));
            hosts.values().forEach(h -> world.put(HostState.key(h.name()), new HostState(h.name(), Power.UP, 1)));
            int number = 0;
            for (HostSpec h : hosts.values()) {
                world.put(HostReach.key(h.name()), HostReach.fresh(h.name(), number));
                world.put(HostPorts.key(h.name()), HostPorts.fresh(h.name()));
                world.put(HostFirewall.key(h.name()), HostFirewall.fresh(h.name()));
                world.put(HostRegistry.key(h.name()), HostRegistry.fresh(h.name()));
                world.put(
                        HostConfigurations.key(h.name()),
                        new HostConfigurations(h.name(), endpoints, endpoints, builder.keepsNoPasswords));
                world.put(
                        HostGear.key(h.name()),
                        HostGear.fresh(h, number++, multipath, world.clock().now()));
            }
            builder.disks().forEach(d -> world.put(DiskState.key(d.id()), d));
            world.put(StorageCuts.KEY, new StorageCuts(List.of()));
            hosts.values().forEach(h -> world.put(IscsiState.key(h.name()), IscsiState.fresh(h.name())));
        });
        appliances.forEach(
                a -> a.onChange(() -> world.change("the storage of " + a.name() + " changed", initiators::reconcile)));
        this.directory =
                new DirectoryModel(this, builder.netBios, builder.controllers, builder.services, builder.users);
        Invariants.declare(this);
        replications.declare();
    }

    /** Starts a builder in a world. */
    public static EstateBuilder builder(World world) {
        return new EstateBuilder(world);
    }

    public World world() {
        return world;
    }

    /** Returns the request faults of this estate. */
    public Faults faults() {
        return faults;
    }

    public Timings timings() {
        return timings;
    }

    ClusterObjects clusterObjects() {
        return clusterObjects;
    }

    /** Returns the hypervisors' operations. */
    public Hypervisor hypervisor() {
        return hypervisor;
    }

    /** Returns the network adapters of virtual machines. */
    public VirtualNics nics() {
        return nics;
    }

    /** Returns what the guests of virtual machines have. */
    public Guests guests() {
        return guests;
    }

    /** Returns the world outside. */
    public Outside outside() {
        return outside;
    }

    /** Returns the domain's controllers and the hosts' DNS clients. */
    public DirectoryModel directory() {
        return directory;
    }

    /** Returns Hyper-V Replica between the hosts. */
    public Replications replications() {
        return replications;
    }

    // hosts

    /** Returns all hosts, in the order they were declared. */
    public List<HostSpec> hosts() {
        return List.copyOf(hosts.values());
    }

    /** Finds a host by its name or DNS name, ignoring case. */
    public Optional<HostSpec> findHost(String given) {
        String name = given.length() > 1 && given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
        String wanted = key(name);
        HostSpec host = hosts.get(wanted);
        if (host == null && wanted.indexOf('.') > 0) {
            host = hosts.get(wanted.substring(0, wanted.indexOf('.')));
            if (host != null && !host.fqdn().equalsIgnoreCase(name)) {
                host = null;
            }
        }
        return Optional.ofNullable(host);
    }

    /** Returns a host that exists. */
    public HostSpec host(String name) {
        return findHost(name)
                .orElseThrow(() -> new IllegalArgumentException("no such host: " + name + "; there "
                        + (hosts.size() == 1 ? "is " : "are ")
                        + (hosts.isEmpty()
                                ? "none"
                                : hosts.values().stream().map(HostSpec::name).collect(Collectors.joining(", ")))));
    }

    /** Returns a host's hardware, clock, network and features. */
    public HostGear gear(String host) {
        return world.get(HostGear.key(host(host).name()));
    }

    /** Changes a host's hardware, clock, network or features. */
    public void gear(String host, UnaryOperator<HostGear> change) {
        String name = host(host).name();
        reaching(name, "gear of " + name, () -> world.update(HostGear.key(name), change));
    }

    /** Returns how management reaches a host. */
    public HostReach reach(String host) {
        return world.get(HostReach.key(host(host).name()));
    }

    /** Changes how management reaches a host. */
    public void reach(String host, UnaryOperator<HostReach> change) {
        String name = host(host).name();
        reaching(name, "reach of " + name, () -> world.update(HostReach.key(name), change));
    }

    /** Returns a host's firewall. */
    public HostFirewall firewall(String host) {
        return world.get(HostFirewall.key(host(host).name()));
    }

    /** Changes a host's firewall. */
    public void firewall(String host, UnaryOperator<HostFirewall> change) {
        String name = host(host).name();
        reaching(name, "firewall of " + name, () -> world.update(HostFirewall.key(name), change));
    }

    /** Returns a host's registry. */
    public HostRegistry registry(String host) {
        return world.get(HostRegistry.key(host(host).name()));
    }

    /** Changes a host's registry. */
    public void registry(String host, UnaryOperator<HostRegistry> change) {
        String name = host(host).name();
        world.change("registry of " + name, () -> world.update(HostRegistry.key(name), change));
    }

    /** Returns what a host's time service wrote into its log; empty for nothing. */
    public Optional<TimeLogState> timeLog(String host) {
        return world.find(TimeLogState.key(host(host).name()));
    }

    /** Writes into the log of a host's time service. */
    public void timeLog(TimeLogState log) {
        world.change("log of the time service of " + log.host(), () -> world.put(TimeLogState.key(log.host()), log));
    }

    /** Returns a host's session configurations. */
    public HostConfigurations configurations(String host) {
        return world.get(HostConfigurations.key(host(host).name()));
    }

    /**
     * Changes which session configurations are registered on a host, within a change of the caller; its WinRM service hears of it when it starts
     * the next time.
     */
    public void configurations(String host, UnaryOperator<HostConfigurations> change) {
        world.update(HostConfigurations.key(host(host).name()), change);
    }

    /** Restarts the WinRM service of a host, in a moment: what it serves then is what is registered. */
    public void restartWinRm(String host) {
        String name = host(host).name();
        world.schedule(STOPPING, HostConfigurations.key(name).path(), "WinRM of " + name + " restarts", () -> {
            configurations(name, HostConfigurations::started);
            world.afterwards(() -> restartListeners.forEach(l -> l.accept(name)));
        });
    }

    /** Adds a listener for WinRM services that restart; called without any lock, after the change. */
    public void onWinRmRestart(Consumer<String> listener) {
        restartListeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Returns what the network lets pass at a host's adapters. */
    public HostPorts ports(String host) {
        return world.get(HostPorts.key(host(host).name()));
    }

    /** Changes what the network lets pass at a host's adapters. */
    public void ports(String host, UnaryOperator<HostPorts> change) {
        String name = host(host).name();
        world.change("ports of " + name, () -> world.update(HostPorts.key(name), change));
    }

    /** Tells whether management reaches a host that has power: its addresses are in their place, and its firewall lets it in. */
    public boolean reachable(String host) {
        return world.read(() -> {
            HostReach reach = reach(host);
            return !reach.moving()
                    && firewall(host).letsIn(reach.client())
                    && gear(host).nics().stream()
                            .anyMatch(nic -> nic.answersAt(reach.address()) && nic.letsIn(reach.client()));
        });
    }

    /** Cuts the connections to a host while its addresses move from one adapter to another. */
    public void moveAddresses(String host) {
        String name = host(host).name();
        reach(name, reach -> reach.moving(true));
        world.schedule(MOVING, HostReach.key(name).path(), name + " has its addresses again", () -> {
            reach(name, reach -> reach.moving(false));
        });
    }

    private void reaching(String host, String cause, Runnable change) {
        world.change(cause, () -> {
            boolean before = reachable(host);
            change.run();
            if (reachable(host) != before) {
                world.afterwards(() -> reachListeners.forEach(l -> l.accept(host)));
            }
        });
    }

    /** Adds a listener for hosts that management reaches or does not reach any more; called without any lock, after the change. */
    public void onReach(Consumer<String> listener) {
        reachListeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Returns a host's power. */
    public Power power(String host) {
        return world.get(HostState.key(host(host).name())).power();
    }

    /** Cuts a host's power: all that was in its memory is gone at this instant. */
    public void powerOff(String host) {
        machines.powerOff(host(host).name());
    }

    /** Switches a host on: it tests itself, boots, and its services start. Nothing happens if it is on. */
    public void powerOn(String host) {
        machines.powerOn(host(host).name());
    }

    /** Cuts the link between two hosts, both ways. */
    public void cutLink(String a, String b) {
        link(a, b, false);
    }

    /** Mends the link between two hosts. */
    public void healLink(String a, String b) {
        link(a, b, true);
    }

    private void link(String a, String b, boolean up) {
        String from = host(a).name();
        String to = host(b).name();
        if (from.equals(to)) {
            throw new IllegalArgumentException("no link leads from " + from + " to itself");
        }
        machines.link(from, to, up);
    }

    /** Starts the cluster service of a host that is a node. */
    void startClusterService(String host) {
        machines.startService(host(host).name());
    }

    /** Returns the hosts' services. */
    public ServiceManager services() {
        return services;
    }

    /** Kills the cluster service of a host; its recovery action starts it again. Virtual machines run on. */
    public void killClusterService(String host) {
        machines.killService(host(host).name());
    }

    /** Tells whether one host reaches another: both up, the link up. */
    public boolean reaches(String from, String to) {
        return world.read(() -> power(from) == Power.UP
                && power(to) == Power.UP
                && (from.equalsIgnoreCase(to)
                        || world.get(LinksState.KEY).up(host(from).name(), host(to).name())));
    }

    /** Adds a listener for hosts that come up or lose power. */
    public void onPower(PowerListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Adds what follows every change of power, links and cluster services, within that change. */
    public void onChange(Runnable follower) {
        followers.add(Objects.requireNonNull(follower, "follower"));
    }

    void changed() {
        followers.forEach(Runnable::run);
    }

    void announce(String host, Power power) {
        world.afterwards(() -> listeners.forEach(l -> l.changed(host, power)));
    }

    // who may come in

    public List<Account> accounts() {
        return accounts;
    }

    /** Returns the account if the password is right; {@code HOST\\user} and {@code .\\user} name local accounts, too. */
    public Optional<Account> authenticate(String user, char[] password) {
        String name = user.substring(user.lastIndexOf('\\') + 1);
        for (Account account : accounts) {
            if (account.user().equalsIgnoreCase(name)) {
                char[] right = account.password().reveal();
                boolean same = Arrays.equals(right, password);
                Arrays.fill(right, '\0');
                return same ? Optional.of(account) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    public List<SessionEndpoint> endpoints() {
        return endpoints;
    }

    /** Finds a session configuration by name, ignoring case. */
    public Optional<SessionEndpoint> endpoint(String name) {
        return endpoints.stream().filter(e -> e.name().equalsIgnoreCase(name)).findFirst();
    }

    // disks and clusters

    /** Returns the storage appliances on the hosts' storage network. */
    public List<StorageAppliance> appliances() {
        return appliances;
    }

    /** Returns all shared disks that are no appliance's. */
    public List<DiskState> disks() {
        return world.all(DiskState.class);
    }

    /** Finds a disk that clusters can use: a shared disk, or an appliance's logical unit with a GPT that some host sees. */
    public Optional<DiskState> disk(String id) {
        return world.read(() -> world.find(DiskState.key(id)).or(() -> hostDisks.view(id)));
    }

    /** Returns the hosts' iSCSI initiators. */
    public Initiators initiators() {
        return initiators;
    }

    /** Returns the appliances' logical units as the hosts see them. */
    public HostDisks hostDisks() {
        return hostDisks;
    }

    /** Returns how long the hosts' storage takes. */
    public StorageTimings storageTimings() {
        return storageTimings;
    }

    /** Tells whether the hosts have multipath software that makes one disk of several paths. */
    public boolean multipath() {
        return multipath;
    }

    /** Tells whether a node lists a disk of its cluster as the other nodes have it, too. */
    public boolean diskCopies() {
        return diskCopies;
    }

    /** Cuts the link between a host and an appliance: the host's sessions break. */
    public void cutStorage(String host, String appliance) {
        storageLink(host, appliance, false);
    }

    /** Mends the link between a host and an appliance. */
    public void healStorage(String host, String appliance) {
        storageLink(host, appliance, true);
    }

    private void storageLink(String host, String appliance, boolean up) {
        String name = host(host).name();
        if (appliances.stream().noneMatch(a -> a.name().equals(appliance))) {
            throw new IllegalArgumentException("no such appliance: " + appliance + "; there are "
                    + appliances.stream().map(StorageAppliance::name).toList());
        }
        world.change("storage link " + (up ? "mended: " : "cut: ") + name + " - " + appliance, () -> {
            world.update(StorageCuts.KEY, c -> c.with(name, appliance, up));
            initiators.reconcile();
        });
    }

    /** Returns all clusters. */
    public List<Cluster> clusters() {
        return world.read(() -> List.copyOf(clusters.values()));
    }

    /** Finds a cluster by name or DNS name, ignoring case. */
    public Optional<Cluster> findCluster(String name) {
        return world.read(() -> clusters.values().stream()
                .filter(c -> c.name().equalsIgnoreCase(name)
                        || name.toLowerCase(Locale.ROOT).startsWith(c.name().toLowerCase(Locale.ROOT) + "."))
                .findFirst());
    }

    /** Finds the cluster a host is a member of. */
    public Optional<Cluster> clusterOf(String host) {
        return world.read(() -> clusters.values().stream()
                .filter(c -> c.state().nodes().stream().anyMatch(n -> n.equalsIgnoreCase(host)))
                .findFirst());
    }

    /**
     * Makes a cluster, inside a change: the first host is Up at once, the others join.
     *
     * @param name NetBIOS name, up to 15 characters
     * @param members host names, at least one
     */
    public Cluster createCluster(String given, List<String> members) {
        String name = HyperVNames.cluster(given);
        if (members.isEmpty()) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, given);
        }
        if (findCluster(name).isPresent()) {
            throw new Refusal(Refusal.Reason.OBJECT_ALREADY_EXISTS, name);
        }
        for (String member : members) {
            requireFree(member);
        }
        Cluster cluster = new Cluster(this, name);
        cluster.form(host(members.get(0)).name());
        clusters.put(key(name), cluster);
        for (String member : members.subList(1, members.size())) {
            cluster.addNode(member);
        }
        return cluster;
    }

    void requireFree(String member) {
        HostSpec host = findHost(member).orElseThrow(() -> new Refusal(Refusal.Reason.HOST_UNREACHABLE, member));
        if (power(host.name()) != Power.UP) {
            throw new Refusal(Refusal.Reason.HOST_UNREACHABLE, host.name());
        }
        if (clusterOf(host.name()).isPresent()) {
            throw new Refusal(Refusal.Reason.NODE_ALREADY_MEMBER, host.name());
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
