package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.GroupOptions;
import io.quorate.lab.ddl.GroupOptions.BackupPreference;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.GroupOptions.DtcSupport;
import io.quorate.lab.ddl.GroupStatement.Create;
import io.quorate.lab.ddl.Listener;
import io.quorate.lab.ddl.Member;
import io.quorate.lab.ddl.Replica;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.ddl.Replica.SeedingMode;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgState.AgDatabase;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.DatabaseState.Sync;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups: made, changed, joined and dropped. */
public final class SqlGroups {
    private static final int MOST_REPLICAS = 9;
    private static final List<String> CONTAINED = List.of("_master", "_msdb");

    private final SqlEstate sql;
    private final World world;

    SqlGroups(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    // making

    /** Carries out {@code CREATE AVAILABILITY GROUP}: the instance becomes its primary. */
    public void create(String instance, Create what) {
        requireHadr(instance);
        requireFree(instance, what.name());
        GroupOptions options = filled(sql.instance(instance), what.options());
        if (options.clusterType() == ClusterType.WSFC && !quorate(instance)) {
            throw new SqlRefusal(35220);
        }
        if (what.replicas().stream().noneMatch(r -> r.server().equalsIgnoreCase(instance))) {
            throw new SqlRefusal(35237, what.name());
        }
        Set<String> servers = new HashSet<>();
        what.replicas().forEach(r -> {
            if (!servers.add(AgState.upper(r.server()))) {
                throw new SqlRefusal(35234, r.server());
            }
        });
        checkRequired(options, what.replicas().size());
        if (options.basic() && what.databases().size() > 1) {
            throw new SqlRefusal(35200, what.name());
        }
        List<AgReplica> replicas = new ArrayList<>();
        what.replicas().forEach(r -> replicas.add(replica(what.name(), r)));
        replicas.forEach(r -> checkReplica(r, replicas));
        List<AgDatabase> databases = new ArrayList<>();
        for (String database : what.databases()) {
            try {
                checkDatabase(instance, database);
            } catch (SqlRefusal refusal) {
                throw new SqlRefusal(List.of(refusal), 41152, what.name(), refusal.number());
            }
            databases.add(database(what.name(), database));
        }
        if (options.contained()) {
            contained(instance, what.name(), options.reuseSystemDatabases());
            CONTAINED.forEach(own -> databases.add(database(what.name(), what.name() + own)));
        }
        AgState group = new AgState(
                what.name(),
                id(AgState.key(what.name()).path()),
                options,
                replicas,
                databases,
                null,
                sql.instance(instance).name(),
                sql.instance(instance).name(),
                1,
                List.of());
        Listener listener = what.listener();
        if (listener != null) {
            sql.listeners().check(group, listener);
        }
        world.put(group.key(), group);
        for (AgReplica replica : replicas) {
            boolean here = replica.server().equalsIgnoreCase(instance);
            world.put(ReplicaState.key(group.name(), replica.server()), replicaState(group, replica.server(), here));
        }
        databases.forEach(d -> enter(group, instance, d.name()));
        if (listener != null) {
            sql.listeners().add(group.name(), listener);
        }
        sql.settle();
    }

    /** A contained group has copies of its own of master and msdb, called after it, which stay when it is dropped. */
    private void contained(String instance, String group, boolean reuse) {
        for (String own : CONTAINED) {
            boolean there = sql.database(instance, group + own).isPresent();
            if (there && !reuse) {
                throw new SqlRefusal(1801, group + own);
            }
            if (!there) {
                sql.databases().makeReady(instance, group + own, "sa");
            }
        }
    }

    /** Tells whether a database is a contained group's own master or msdb. */
    static boolean own(AgState group, String database) {
        return group.options().contained()
                && CONTAINED.stream().anyMatch(own -> database.equalsIgnoreCase(group.name() + own));
    }

    private ReplicaState replicaState(AgState group, String server, boolean primary) {
        return new ReplicaState(
                group.name(),
                sql.findInstance(server).map(InstanceState::name).orElse(server),
                primary ? Role.PRIMARY : Role.RESOLVING,
                primary,
                false,
                primary,
                primary,
                sql.now(),
                0,
                sql.now());
    }

    private AgReplica replica(String group, Replica given) {
        return new AgReplica(id(ReplicaState.key(group, given.server()).path()), sql.now(), sql.now(), given);
    }

    private AgDatabase database(String group, String name) {
        return new AgDatabase(name, id(AgState.key(group).path() + "/db/" + AgState.upper(name)));
    }

    private UUID id(String path) {
        return world.random().guid(path + "/" + world.eventCount());
    }

    private void enter(AgState group, String instance, String database) {
        DatabaseState state = sql.database(instance, database).orElseThrow();
        world.put(state.key(), state.with(e -> {
            e.group = group.name();
            e.sync = Sync.SYNCHRONIZED;
            e.ready = true;
        }));
    }

    private static GroupOptions filled(InstanceState instance, GroupOptions given) {
        boolean types = instance.major() >= 14;
        return new GroupOptions(
                or(given.backupPreference(), given.basic() ? BackupPreference.PRIMARY : BackupPreference.SECONDARY),
                or(given.failureConditionLevel(), 3),
                or(given.healthCheckTimeout(), 30_000L),
                or(given.databaseFailover(), false),
                or(given.dtcSupport(), DtcSupport.NONE),
                given.basic(),
                given.contained(),
                given.reuseSystemDatabases(),
                given.autoseedingSystemDatabases(),
                types ? or(given.clusterType(), ClusterType.WSFC) : null,
                types ? or(given.requiredSynchronizedSecondaries(), 0) : null,
                given.writeLeaseValidity(),
                given.clusterConnectionOptions());
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }

    private static <T> T or(@Nullable T first, T second) {
        return first == null ? second : first;
    }

    private void requireHadr(String instance) {
        if (!sql.instance(instance).hadr()) {
            throw new SqlRefusal(35221);
        }
    }

    private void requireFree(String instance, String group) {
        if (sql.groupAt(instance, group).isPresent()) {
            throw new SqlRefusal(41042, group);
        }
        if (sql.findGroup(group).isPresent()) {
            throw new SqlRefusal(41171, group);
        }
    }

    private static void checkRequired(GroupOptions options, int replicas) {
        Integer required = options.requiredSynchronizedSecondaries();
        if (required != null && required > replicas - 1) {
            throw new SqlRefusal(35248, required);
        }
    }

    private static void checkReplica(AgReplica replica, List<AgReplica> all) {
        if (replica.mode() == AvailabilityMode.ASYNCHRONOUS_COMMIT && replica.failover() == FailoverMode.AUTOMATIC) {
            throw new SqlRefusal(35211, replica.server());
        }
        if (all.size() > MOST_REPLICAS) {
            throw new SqlRefusal(35223, MOST_REPLICAS);
        }
        Set<String> listed = new HashSet<>();
        for (List<String> set : replica.routing()) {
            for (String server : set) {
                AgReplica target = all.stream()
                        .filter(r -> r.server().equalsIgnoreCase(server))
                        .findFirst()
                        .orElseThrow(() -> new SqlRefusal(19403, server));
                if (!listed.add(AgState.upper(server))) {
                    throw new SqlRefusal(19402, server);
                }
                if (target.readOnlyUrl() == null) {
                    throw new SqlRefusal(19404, server, replica.server());
                }
            }
        }
    }

    /** Says no to a database that cannot come into a group. */
    private void checkDatabase(String instance, String database) {
        DatabaseState state = sql.database(instance, database).orElseThrow(() -> new SqlRefusal(911, database));
        if (SqlDatabases.system(database)) {
            throw new SqlRefusal(35290, database);
        }
        if (state.group() != null) {
            throw new SqlRefusal(41148, database);
        }
        if (state.mode() != Mode.ONLINE || state.readOnly()) {
            throw new SqlRefusal(35279, database);
        }
        if (!state.recovery().equals("FULL")) {
            throw new SqlRefusal(1465, database);
        }
        if (!state.backedUp()) {
            throw new SqlRefusal(1475, database);
        }
    }

    private boolean quorate(String instance) {
        return sql.links().quorate(sql.instance(instance).host());
    }

    // changing, at the primary

    /** Returns a group whose primary is the instance, or says no. */
    public AgState requirePrimary(String instance, String name) {
        requireHadr(instance);
        AgState group = requireKnown(instance, name);
        if (group.distributed()) {
            return group;
        }
        Role role = sql.role(group.name(), instance);
        if (role == Role.RESOLVING) {
            throw new SqlRefusal(41190, name);
        }
        if (role != Role.PRIMARY) {
            throw new SqlRefusal(41140, name);
        }
        return group;
    }

    private AgState requireKnown(String instance, String name) {
        return sql.groupAt(instance, name).orElseThrow(() -> new SqlRefusal(15151, "availability group", name));
    }

    /** Changes the one option that a statement names. */
    public void set(String instance, String name, GroupOptions more) {
        AgState group = requirePrimary(instance, name);
        GroupOptions old = group.options();
        GroupOptions next = new GroupOptions(
                either(more.backupPreference(), old.backupPreference()),
                either(more.failureConditionLevel(), old.failureConditionLevel()),
                either(more.healthCheckTimeout(), old.healthCheckTimeout()),
                either(more.databaseFailover(), old.databaseFailover()),
                either(more.dtcSupport(), old.dtcSupport()),
                old.basic(),
                old.contained(),
                old.reuseSystemDatabases(),
                old.autoseedingSystemDatabases() || more.autoseedingSystemDatabases(),
                old.clusterType(),
                either(more.requiredSynchronizedSecondaries(), old.requiredSynchronizedSecondaries()),
                either(more.writeLeaseValidity(), old.writeLeaseValidity()),
                either(more.clusterConnectionOptions(), old.clusterConnectionOptions()));
        if (!group.distributed()) {
            checkRequired(next, group.replicas().size());
        }
        sql.edit(group, e -> e.options = next);
    }

    /** Adds a replica. */
    public void addReplica(String instance, String name, Replica given) {
        AgState group = requirePrimary(instance, name);
        if (group.replica(given.server()).isPresent()) {
            throw new SqlRefusal(41106, name, given.server());
        }
        List<AgReplica> replicas = new ArrayList<>(group.replicas());
        replicas.add(replica(group.name(), given));
        checkReplica(replicas.get(replicas.size() - 1), replicas);
        sql.edit(group, e -> e.replicas = replicas);
        world.put(ReplicaState.key(group.name(), given.server()), replicaState(group, given.server(), false));
    }

    /** Changes the one option of a replica that a statement names. */
    public void modifyReplica(String instance, String name, Replica given) {
        AgState group = requirePrimary(instance, name);
        AgReplica old = group.replica(given.server()).orElseThrow(() -> new SqlRefusal(41166, given.server()));
        AgReplica next = old.with(given, sql.now());
        List<AgReplica> replicas = new ArrayList<>(group.replicas());
        replicas.set(replicas.indexOf(old), next);
        checkReplica(next, replicas);
        sql.edit(group, e -> e.replicas = replicas);
        AgState changed = sql.findGroup(group.name()).orElse(group);
        if (given.availabilityMode() != null && given.availabilityMode() != old.mode()) {
            recommit(changed, next);
        }
        if (given.seedingMode() == SeedingMode.AUTOMATIC) {
            changed.replicas().forEach(r -> sql.seeding().again(changed, r.server()));
        }
        sql.settle();
    }

    /** Brings copies to a replica's new commit mode; the primary's concerns them all. */
    private void recommit(AgState group, AgReplica changed) {
        boolean all = changed.server().equalsIgnoreCase(group.primary());
        for (AgReplica replica : group.replicas()) {
            boolean concerned = all || replica == changed;
            ReplicaState state = sql.replica(group.name(), replica.server()).orElse(null);
            if (concerned && state != null && state.connected() && state.role() == Role.SECONDARY) {
                group.databases().stream()
                        .filter(d -> sql.copy(group, d.name(), replica.server()).isPresent())
                        .forEach(d -> sql.replication().joined(group, d.name(), replica.server()));
            }
        }
    }

    /** Removes a replica; its copies stay there, restoring. */
    public void removeReplica(String instance, String name, String server) {
        AgState group = requirePrimary(instance, name);
        AgReplica old = group.replica(server).orElseThrow(() -> new SqlRefusal(41166, server));
        if (server.equalsIgnoreCase(instance)) {
            throw new SqlRefusal(41190, name);
        }
        checkRequired(group.options(), group.replicas().size() - 1);
        List<AgReplica> replicas = new ArrayList<>(group.replicas());
        replicas.remove(old);
        boolean heard = sql.links().between(group, instance, server) == SqlLinks.FINE;
        ReplicaState state = sql.replica(group.name(), server).orElse(null);
        forget(group, server);
        if (!heard && state != null && state.joined()) {
            world.put(state.key(), state.with(e -> {
                e.role = Role.RESOLVING;
                e.up = false;
                e.connected = false;
            }));
        }
        sql.edit(group, e -> e.replicas = replicas);
        sql.settle();
    }

    private void forget(AgState group, String server) {
        for (AgDatabase database : group.databases()) {
            leave(group, database.name(), server);
        }
        world.remove(ReplicaState.key(group.name(), server));
    }

    private void leave(AgState group, String database, String server) {
        boolean primary = SqlEstate.same(group.primary(), server);
        sql.copy(group, database, server)
                .ifPresent(c -> world.put(c.key(), c.with(e -> e.leave(primary ? Mode.ONLINE : Mode.RESTORING))));
        world.remove(SeedState.key(group.name(), database, server));
    }

    /** Adds a database of the primary. */
    public void addDatabase(String instance, String name, String database) {
        AgState group = requirePrimary(instance, name);
        if (group.database(database).isPresent()) {
            throw new SqlRefusal(35280, database, name);
        }
        if (group.options().basic() && !group.databases().isEmpty()) {
            throw new SqlRefusal(35200, name);
        }
        checkDatabase(instance, database);
        List<AgDatabase> databases = new ArrayList<>(group.databases());
        databases.add(database(group.name(), database));
        sql.edit(group, e -> e.databases = databases);
        enter(group, instance, database);
        AgState changed = sql.findGroup(group.name()).orElse(group);
        for (AgReplica replica : changed.replicas()) {
            if (!replica.server().equalsIgnoreCase(instance)) {
                sql.seeding().consider(changed, database, replica.server());
            }
        }
    }

    /** Removes a database; the primary's stays open, the others' restoring. */
    public void removeDatabase(String instance, String name, String database) {
        AgState group = requirePrimary(instance, name);
        AgDatabase old = group.database(database).orElseThrow(() -> new SqlRefusal(35283, database, name));
        for (AgReplica replica : group.replicas()) {
            leave(group, old.name(), replica.server());
        }
        List<AgDatabase> databases = new ArrayList<>(group.databases());
        databases.remove(old);
        sql.edit(group, e -> e.databases = databases);
    }

    /** Drops a group, wherever it is said; without a Windows cluster, only there. */
    public void drop(String instance, String name) {
        AgState group = requireKnown(instance, name);
        boolean left = !group.distributed() && group.replica(instance).isEmpty();
        boolean everywhere = !left
                && (group.cluster() == ClusterType.WSFC
                        || sql.role(group.name(), instance) == Role.PRIMARY
                        || group.distributed());
        if (!everywhere) {
            forget(group, instance);
            return;
        }
        if (!group.distributed() && group.cluster() == ClusterType.WSFC && !quorate(instance)) {
            throw new SqlRefusal(35220);
        }
        List<ReplicaState> states = world.all(ReplicaState.class).stream()
                .filter(r -> r.group().equals(group.name()))
                .toList();
        states.forEach(r -> forget(group, r.instance()));
        world.remove(group.key());
        sql.settle();
    }

    // at secondaries

    /** Has an instance take a group in; says no where it cannot get the configuration. */
    public void join(String instance, String name, @Nullable ClusterType type) {
        requireHadr(instance);
        AgState group = sql.findGroup(name).orElseThrow(() -> new SqlRefusal(41044, name));
        if (group.distributed()) {
            throw new SqlRefusal(41044, name);
        }
        ReplicaState state = sql.replica(group.name(), instance)
                .orElseThrow(() -> new SqlRefusal(List.of(new SqlRefusal(35237, name)), 41158, name, 35237));
        if (state.joined()) {
            throw new SqlRefusal(41106, name, instance);
        }
        if ((type == null ? ClusterType.WSFC : type) != group.cluster()) {
            throw new SqlRefusal(47100, name);
        }
        String primary = group.primary();
        boolean windows = group.cluster() == ClusterType.WSFC;
        if (windows && !quorate(instance)) {
            throw new SqlRefusal(35220);
        }
        if (primary == null || sql.links().greeting(group, primary, instance) != SqlLinks.FINE) {
            throw new SqlRefusal(windows ? 35250 : 47106, name);
        }
        world.put(state.key(), state.with(e -> {
            e.joined = true;
            e.role = Role.SECONDARY;
            e.since = sql.now();
        }));
        sql.settle();
    }

    /** Lets a group create databases at an instance, or not. */
    public void grantCreate(String instance, String name, boolean granted) {
        AgState group = requireKnown(instance, name);
        world.update(ReplicaState.key(group.name(), instance), r -> r.with(e -> e.granted = granted));
        if (granted) {
            sql.seeding().again(group, instance);
            sql.distributed().flow();
        }
    }

    /** Has a restoring database join at a secondary. */
    public void joinDatabase(String instance, String database, String name) {
        requireHadr(instance);
        AgState group = requireKnown(instance, name);
        if (sql.role(group.name(), instance) == Role.PRIMARY) {
            throw new SqlRefusal(35240, database, name);
        }
        DatabaseState copy = sql.database(instance, database).orElseThrow(() -> new SqlRefusal(911, database));
        if (copy.group() != null) {
            throw new SqlRefusal(copy.group().equals(group.name()) ? 41145 : 41148, database, name);
        }
        if (group.database(database).isEmpty()) {
            throw new SqlRefusal(35242, database, name);
        }
        ReplicaState state = sql.replica(group.name(), instance).orElseThrow();
        Optional<DatabaseState> primary = sql.primaryCopy(group, database);
        if (!state.connected() || !state.up() || primary.isEmpty()) {
            throw new SqlRefusal(35250);
        }
        if (copy.mode() != Mode.RESTORING) {
            throw new SqlRefusal(1464, database);
        }
        LogPoint log = primary.get().log();
        if (!log.sameDatabase(copy.log()) || !log.contains(copy.log())) {
            throw new SqlRefusal(1412, database);
        }
        if (primary.get().truncated() > copy.log().number()) {
            throw new SqlRefusal(1478, database);
        }
        world.put(copy.key(), copy.with(e -> {
            e.group = group.name();
            e.sync = Sync.INITIALIZING;
            e.suspended = null;
        }));
        sql.replication().joined(group, database, instance);
    }

    /** Has a secondary's copy leave. */
    public void leaveDatabase(String instance, String database) {
        DatabaseState copy = sql.database(instance, database).orElseThrow(() -> new SqlRefusal(911, database));
        String name = copy.group();
        if (name == null) {
            throw new SqlRefusal(35281, database);
        }
        AgState group = sql.findGroup(name).orElseThrow();
        if (sql.role(name, instance) == Role.PRIMARY) {
            throw new SqlRefusal(35240, database, name);
        }
        leave(group, database, instance);
    }

    // distributed groups

    /** Carries out {@code CREATE} or {@code JOIN} of a distributed group. */
    public void distributed(String instance, String name, List<Member> members, boolean join) {
        requireHadr(instance);
        if (members.stream().noneMatch(m -> sql.groupAt(instance, m.group()).isPresent())) {
            throw new SqlRefusal(19507, name);
        }
        Optional<AgState> known = sql.findGroup(name);
        if (!join) {
            requireFree(instance, name);
        } else if (known.isEmpty()) {
            throw new SqlRefusal(47106, name);
        }
        AgState group = known.orElseGet(() -> new AgState(
                name,
                id(AgState.key(name).path()),
                filled(
                        sql.instance(instance),
                        new GroupOptions(
                                null, null, null, null, null, false, false, false, false, null, null, null, null)),
                List.of(),
                List.of(),
                null,
                sql.instance(instance).name(),
                sql.instance(instance).name(),
                1,
                members));
        world.put(group.key(), group);
        ReplicaState here = replicaState(group, instance, !join);
        world.put(here.key(), here.with(e -> {
            e.joined = true;
            e.role = join ? Role.SECONDARY : Role.PRIMARY;
            e.up = true;
            e.connected = true;
        }));
        sql.settle();
    }

    /** Changes members of a distributed group. */
    public void modifyMembers(String instance, String name, List<Member> changed) {
        AgState group = requireKnown(instance, name);
        List<Member> members = new ArrayList<>();
        for (Member old : group.members()) {
            Member next = old;
            for (Member more : changed) {
                if (more.group().equalsIgnoreCase(old.group())) {
                    next = new Member(
                            old.group(),
                            more.listenerUrl() == null ? next.listenerUrl() : more.listenerUrl(),
                            more.availabilityMode() == null ? next.availabilityMode() : more.availabilityMode(),
                            more.failoverMode() == null ? next.failoverMode() : more.failoverMode(),
                            more.seedingMode() == null ? next.seedingMode() : more.seedingMode());
                }
            }
            members.add(next);
        }
        sql.edit(group, e -> e.members = members);
    }
}
