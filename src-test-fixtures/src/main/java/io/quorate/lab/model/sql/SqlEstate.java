package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All SQL Server instances of a server room with their availability groups. Reading is free; what changes something is called inside a
 * {@link World#change}, never waits, and says no by a {@link SqlRefusal}, unless it says otherwise. Thread-safe.
 */
public final class SqlEstate {
    private final Estate estate;
    private final World world;
    private final SqlTimings timings;
    private final SqlFaults faults = new SqlFaults();
    private final SqlLinks links;
    private final SqlServices services;
    private final SqlHostServices hostServices;
    private final SqlClusters clusters;
    private final SqlDatabases databases;
    private final SqlLogins logins;
    private final SqlAgent agent;
    private final SqlEndpoints endpoints;
    private final Replication replication;
    private final Seeding seeding;
    private final SqlFailovers failovers;
    private final SqlGroups groups;
    private final SqlListeners listeners;
    private final SqlDistributed distributed;
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private volatile int budget = -1;
    private boolean told = true;

    public SqlEstate(Estate estate, SqlTimings timings) {
        this.estate = Objects.requireNonNull(estate, "estate");
        this.world = estate.world();
        this.timings = Objects.requireNonNull(timings, "timings");
        this.links = new SqlLinks(this);
        this.services = new SqlServices(this);
        this.hostServices = new SqlHostServices(this);
        this.clusters = new SqlClusters(this);
        this.databases = new SqlDatabases(this);
        this.logins = new SqlLogins(this);
        this.agent = new SqlAgent(this);
        this.endpoints = new SqlEndpoints(this);
        this.replication = new Replication(this);
        this.seeding = new Seeding(this);
        this.failovers = new SqlFailovers(this);
        this.groups = new SqlGroups(this);
        this.listeners = new SqlListeners(this);
        this.distributed = new SqlDistributed(this);
        world.change("the ledger of losses", () -> world.put(LossState.KEY, new LossState(List.of())));
        SqlInvariants.declare(this);
        estate.onChange(services::follow);
    }

    // the parts

    public World world() {
        return world;
    }

    public Estate estate() {
        return estate;
    }

    public SqlTimings timings() {
        return timings;
    }

    public SqlFaults faults() {
        return faults;
    }

    public SqlLinks links() {
        return links;
    }

    public SqlServices services() {
        return services;
    }

    public SqlClusters clusters() {
        return clusters;
    }

    SqlHostServices hostServices() {
        return hostServices;
    }

    public SqlDatabases databases() {
        return databases;
    }

    public SqlLogins logins() {
        return logins;
    }

    public SqlAgent agent() {
        return agent;
    }

    public SqlEndpoints endpoints() {
        return endpoints;
    }

    public Replication replication() {
        return replication;
    }

    Seeding seeding() {
        return seeding;
    }

    public SqlFailovers failovers() {
        return failovers;
    }

    public SqlGroups groups() {
        return groups;
    }

    public SqlListeners listeners() {
        return listeners;
    }

    public SqlDistributed distributed() {
        return distributed;
    }

    /** Sets how many automatic failovers a group has in six hours; by default one less than it has replicas. */
    public void failoverBudget(int count) {
        budget = count;
    }

    int failoverBudget(AgState group) {
        return budget >= 0 ? budget : group.replicas().size() - 1;
    }

    // reading

    public List<InstanceState> instances() {
        return world.all(InstanceState.class);
    }

    /** Finds an instance by the name that {@code @@SERVERNAME} tells, ignoring case. */
    public Optional<InstanceState> findInstance(String name) {
        return world.find(InstanceState.key(name));
    }

    public InstanceState instance(String name) {
        return findInstance(name)
                .orElseThrow(() -> new IllegalArgumentException("no such instance: " + name + "; there are "
                        + instances().stream().map(InstanceState::name).toList()));
    }

    /** Returns what of an instance is not as a group needs it. */
    public InstanceOddity oddity(String instance) {
        return world.find(InstanceOddity.key(instance)).orElse(InstanceOddity.NONE);
    }

    HostSpec host(InstanceState instance) {
        return estate.host(instance.host());
    }

    /** Returns all groups, whoever knows them. */
    public List<AgState> allGroups() {
        return world.all(AgState.class);
    }

    public Optional<AgState> findGroup(String name) {
        return world.find(AgState.key(name));
    }

    /** Returns the groups that an instance has taken in. */
    public List<AgState> groupsOf(String instance) {
        return world.read(() -> allGroups().stream()
                .filter(g ->
                        replica(g.name(), instance).filter(ReplicaState::joined).isPresent())
                .toList());
    }

    /** Finds a group that an instance has taken in. */
    public Optional<AgState> groupAt(String instance, String name) {
        return groupsOf(instance).stream()
                .filter(g -> g.name().equalsIgnoreCase(name))
                .findFirst();
    }

    public Optional<ReplicaState> replica(String group, String instance) {
        return world.find(ReplicaState.key(group, instance));
    }

    Role role(String group, String instance) {
        return replica(group, instance).map(ReplicaState::role).orElse(Role.RESOLVING);
    }

    public Optional<DatabaseState> database(String instance, String name) {
        return world.find(DatabaseState.key(instance, name));
    }

    /** Returns a group's copy of a database at an instance. */
    public Optional<DatabaseState> copy(AgState group, String database, String instance) {
        return database(instance, database).filter(d -> group.name().equals(d.group()));
    }

    /** Returns an instance's databases by id. */
    public List<DatabaseState> databasesOf(String instance) {
        return world.all(DatabaseState.class).stream()
                .filter(d -> d.instance().equalsIgnoreCase(instance))
                .toList();
    }

    /** Returns a group's primary copy of a database. */
    Optional<DatabaseState> primaryCopy(AgState group, String database) {
        String primary = group.primary();
        return primary == null ? Optional.empty() : copy(group, database, primary);
    }

    /** Returns what failovers lost. */
    public List<LossState.Loss> losses() {
        return world.get(LossState.KEY).losses();
    }

    // for the siblings

    Duration now() {
        return world.time().now();
    }

    String guid(String path) {
        return world.random().guid(path).toString();
    }

    /** Adds who is told, without any lock, after roles, services or listeners may have changed. */
    public void onChange(Runnable follower) {
        followers.add(follower);
    }

    private void changed() {
        if (told && !followers.isEmpty()) {
            told = false;
            world.afterwards(() -> {
                world.read(() -> told = true);
                followers.forEach(Runnable::run);
            });
        }
    }

    /** Brings roles and sessions to what power, links and services are. */
    void settle() {
        changed();
        for (AgState group : allGroups()) {
            if (!group.distributed()) {
                failovers.settle(group);
                AgState settled = findGroup(group.name()).orElse(null);
                if (settled != null) {
                    replication.settle(settled);
                }
            }
        }
        distributed.flow();
    }

    void edit(AgState group, Consumer<AgState.Edit> changes) {
        world.update(group.key(), g -> g.with(changes));
        changed();
    }

    static boolean same(@Nullable String a, @Nullable String b) {
        return a != null && b != null && a.toUpperCase(Locale.ROOT).equals(b.toUpperCase(Locale.ROOT));
    }
}
