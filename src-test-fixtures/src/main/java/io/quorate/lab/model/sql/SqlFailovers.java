package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Power;
import io.quorate.lab.model.sql.AgState.AgDatabase;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.DatabaseState.Suspended;
import io.quorate.lab.model.sql.DatabaseState.Sync;
import io.quorate.lab.model.sql.LossState.Cause;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is primary: leases, elections, and failover by word of mouth. */
public final class SqlFailovers {
    private static final Duration BUDGET_PERIOD = Duration.ofHours(6);

    private final SqlEstate sql;
    private final World world;
    private final Map<String, List<Duration>> spent = new HashMap<>();

    SqlFailovers(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    // what happens by itself

    /** Brings a group's roles to what is alive. */
    void settle(AgState group) {
        String primary = group.primary();
        if (primary != null && !serves(group, primary)) {
            lose(group, primary);
            return;
        }
        if (primary == null && serves(group, group.last()) && joinedAt(group, group.last())) {
            takeOverIn(group, sql.timings().failure());
        }
        boolean offline = primary == null
                && group.cluster() == ClusterType.WSFC
                && group.last().isEmpty();
        for (AgReplica replica : group.replicas()) {
            sql.replica(group.name(), replica.server())
                    .filter(r -> r.joined() && !SqlEstate.same(r.instance(), primary))
                    .filter(r ->
                            r.role() != Role.PRIMARY || group.cluster() == ClusterType.WSFC || !alive(r.instance()))
                    .ifPresent(r ->
                            role(group, r, !offline && serves(group, r.instance()) ? Role.SECONDARY : Role.RESOLVING));
        }
    }

    private boolean joinedAt(AgState group, String instance) {
        return sql.replica(group.name(), instance).filter(ReplicaState::joined).isPresent();
    }

    private boolean alive(String instance) {
        return sql.findInstance(instance).filter(i -> i.running() && i.hadr()).isPresent();
    }

    private boolean serves(AgState group, String instance) {
        return sql.findInstance(instance)
                .filter(i -> i.running() && i.hadr() && i.healthy())
                .filter(i -> group.cluster() != ClusterType.WSFC || sql.links().quorate(i.host()))
                .isPresent();
    }

    private void role(AgState group, ReplicaState replica, Role role) {
        if (replica.role() == role) {
            return;
        }
        world.update(replica.key(), r -> r.with(e -> e.role = role));
        cut(group, replica.instance());
    }

    private void cut(AgState group, String instance) {
        if (sql.faults().keepsSessions()) {
            return;
        }
        for (AgDatabase database : group.databases()) {
            sql.copy(group, database.name(), instance).ifPresent(c -> world.put(c.key(), c.with(e -> e.epoch++)));
        }
    }

    private void lose(AgState group, String primary) {
        InstanceState instance = sql.instance(primary);
        boolean hangs = instance.running() && !instance.healthy();
        if (hangs && sql.links().quorate(instance.host()) && leases.add(group.name())) {
            world.schedule(sql.timings().lease(), group.key().path(), "lease of " + group.name() + " ends", () -> {
                leases.remove(group.name());
                sql.findGroup(group.name())
                        .filter(g -> SqlEstate.same(g.primary(), primary) && !serves(g, primary))
                        .ifPresent(g -> gone(g, primary));
                sql.settle();
            });
        }
        if (!hangs || !leases.contains(group.name())) {
            gone(group, primary);
        }
    }

    private final Set<String> leases = new HashSet<>();

    private void gone(AgState group, String primary) {
        InstanceState instance = sql.instance(primary);
        sql.edit(group, e -> e.primary = null);
        sql.replica(group.name(), primary).ifPresent(r -> role(group, r, Role.RESOLVING));
        boolean hostUp = sql.estate().power(instance.host()) == Power.UP
                && (group.cluster() != ClusterType.WSFC || sql.links().quorate(instance.host()));
        takeOverIn(
                sql.findGroup(group.name()).orElse(group),
                hostUp ? sql.timings().failure() : sql.services().detection(instance));
        sql.findGroup(group.name()).ifPresent(this::settle);
    }

    private void takeOverIn(AgState group, Duration delay) {
        long sequence = group.sequence();
        world.schedule(
                delay,
                group.key().path(),
                "election in " + group.name(),
                () -> sql.findGroup(group.name())
                        .filter(g -> g.primary() == null && g.sequence() == sequence)
                        .ifPresent(this::elect));
    }

    private void elect(AgState group) {
        String last = group.last();
        if (serves(group, last) && joinedAt(group, last)) {
            promote(group, last, Cause.PLANNED, false);
            return;
        }
        if (group.cluster() != ClusterType.WSFC
                || group.replica(last).map(AgReplica::failover).orElse(FailoverMode.MANUAL) != FailoverMode.AUTOMATIC) {
            return;
        }
        List<Duration> times = spent.computeIfAbsent(group.name(), g -> new ArrayList<>());
        times.removeIf(t -> t.plus(BUDGET_PERIOD).compareTo(sql.now()) <= 0);
        Optional<AgReplica> target = group.replicas().stream()
                .filter(r -> r.failover() == FailoverMode.AUTOMATIC && !SqlEstate.same(r.server(), last))
                .filter(r -> serves(group, r.server()) && joinedAt(group, r.server()) && ready(group, r.server()))
                .findFirst();
        if (target.isPresent() && times.size() < sql.failoverBudget(group)) {
            times.add(sql.now());
            promote(group, target.get().server(), Cause.AUTOMATIC, false);
        } else {
            group.replicas().stream()
                    .flatMap(r -> sql.replica(group.name(), r.server()).stream())
                    .forEach(r -> role(group, r, Role.RESOLVING));
        }
    }

    /** Tells whether the cluster has noted all of a replica's copies as ready to take over without loss. */
    public boolean ready(AgState group, String instance) {
        return group.replica(instance).map(AgReplica::mode).orElse(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                        == AvailabilityMode.SYNCHRONOUS_COMMIT
                && group.databases().stream()
                        .allMatch(d -> sql.copy(group, d.name(), instance)
                                .filter(DatabaseState::ready)
                                .isPresent());
    }

    // what somebody says

    /** Fails over without loss to the instance where it is said; the new role comes in a while. */
    public void planned(String groupName, String instance, boolean externalCluster) {
        AgState group = at(groupName, instance);
        if (group.cluster() == ClusterType.NONE) {
            throw new SqlRefusal(47122, groupName);
        }
        if (group.distributed()) {
            throw new SqlRefusal(19504, groupName);
        }
        if (group.cluster() == ClusterType.EXTERNAL && !externalCluster) {
            throw new SqlRefusal(47104, groupName);
        }
        Role role = sql.role(group.name(), instance);
        if (role == Role.PRIMARY) {
            throw new SqlRefusal(41122, groupName);
        }
        if (!quorate(group, instance)) {
            throw new SqlRefusal(41190, groupName);
        }
        if (!pending.add(group.name())) {
            throw new SqlRefusal(41113, groupName);
        }
        String old = group.primary();
        if (old == null
                || role != Role.SECONDARY
                || sql.links().between(group, old, instance) != SqlLinks.FINE
                || group.replica(old).map(AgReplica::mode).orElse(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                        != AvailabilityMode.SYNCHRONOUS_COMMIT
                || !ready(group, instance)) {
            pending.remove(group.name());
            throw new SqlRefusal(41142, group.name());
        }
        world.schedule(sql.timings().takeover(), group.key().path(), "failover of " + group.name(), () -> {
            pending.remove(group.name());
            sql.findGroup(group.name())
                    .filter(g -> SqlEstate.same(g.primary(), old) && ready(g, instance) && serves(g, instance))
                    .filter(g -> sql.links().between(g, old, instance) == SqlLinks.FINE)
                    .ifPresent(g -> handOver(g, old, instance));
        });
    }

    private final Set<String> pending = new HashSet<>();

    /** Tells whether a planned failover of a group is under way. */
    public boolean pending(String groupName) {
        return world.read(() ->
                sql.findGroup(groupName).filter(g -> pending.contains(g.name())).isPresent());
    }

    /** The old primary stops taking writes, the target hardens the rest, and the roles change. */
    private void handOver(AgState group, String old, String instance) {
        for (AgDatabase database : group.databases()) {
            DatabaseState from = sql.copy(group, database.name(), old).orElseThrow();
            DatabaseState to = sql.copy(group, database.name(), instance).orElseThrow();
            world.put(to.key(), to.with(e -> {
                e.log = from.log();
                e.redone = from.log();
            }));
        }
        promote(group, instance, Cause.PLANNED, false);
    }

    /** Fails over whatever it costs, to the instance where it is said. */
    public void force(String groupName, String instance, boolean externalCluster) {
        AgState group = at(groupName, instance);
        if (sql.role(group.name(), instance) == Role.PRIMARY) {
            throw new SqlRefusal(41122, groupName);
        }
        if (group.cluster() == ClusterType.EXTERNAL && !externalCluster) {
            throw new SqlRefusal(47104, groupName);
        }
        if (!quorate(group, instance)) {
            throw new SqlRefusal(41190, groupName);
        }
        if (group.distributed()) {
            sql.distributed().force(group, instance);
            return;
        }
        if (group.replica(instance).map(AgReplica::mode).orElse(AvailabilityMode.ASYNCHRONOUS_COMMIT)
                == AvailabilityMode.CONFIGURATION_ONLY) {
            throw new SqlRefusal(47114, groupName);
        }
        promote(group, instance, Cause.FORCED, true);
    }

    /** Makes the primary of a distributed group, or of one without a Windows cluster, a secondary. */
    public void demote(String groupName, String instance) {
        AgState group = at(groupName, instance);
        if (group.cluster() == ClusterType.WSFC && !group.distributed()) {
            throw new SqlRefusal(41190, groupName);
        }
        if (group.distributed()) {
            sql.distributed().demote(group, instance);
            return;
        }
        ReplicaState replica = sql.replica(group.name(), instance).orElseThrow();
        if (SqlEstate.same(group.primary(), instance)) {
            sql.edit(group, e -> {
                e.primary = null;
                e.last = "";
            });
        }
        secondary(group, replica, group.primary() != null && !SqlEstate.same(group.primary(), instance));
        role(group, sql.replica(group.name(), instance).orElseThrow(), Role.SECONDARY);
        sql.settle();
    }

    /** Takes a group off line: its replicas resolve their roles until somebody forces one. */
    public void offline(String groupName, String instance) {
        AgState group = at(groupName, instance);
        if (sql.role(group.name(), instance) != Role.PRIMARY) {
            throw new SqlRefusal(41190, groupName);
        }
        sql.edit(group, e -> {
            e.primary = null;
            e.last = "";
        });
        group.replicas().stream()
                .flatMap(r -> sql.replica(group.name(), r.server()).stream())
                .filter(r -> SqlEstate.same(r.instance(), instance))
                .forEach(r -> role(group, r, Role.RESOLVING));
        sql.settle();
    }

    private AgState at(String group, String instance) {
        return sql.groupAt(instance, group).orElseThrow(() -> new SqlRefusal(15151, "availability group", group));
    }

    private boolean quorate(AgState group, String instance) {
        return group.cluster() != ClusterType.WSFC
                || sql.links().quorate(sql.instance(instance).host());
    }

    // the change of roles

    private void promote(AgState group, String instance, Cause cause, boolean suspendOthers) {
        String old = group.last();
        boolean same = SqlEstate.same(old, instance);
        for (AgDatabase database : group.databases()) {
            if (!same) {
                account(
                        group.name(),
                        database.name(),
                        sql.copy(group, database.name(), old),
                        sql.copy(group, database.name(), instance),
                        cause);
            }
            sql.copy(group, database.name(), instance).ifPresent(c -> recover(c, cause));
        }
        boolean split = group.cluster() != ClusterType.WSFC;
        sql.edit(group, e -> {
            e.primary = instance;
            e.last = instance;
        });
        for (AgReplica replica : group.replicas()) {
            ReplicaState state = sql.replica(group.name(), replica.server()).orElse(null);
            if (state == null) {
                continue;
            }
            if (SqlEstate.same(state.instance(), instance)) {
                continue;
            }
            boolean unaware = split
                    && state.role() == Role.PRIMARY
                    && alive(state.instance())
                    && sql.links().between(group, instance, state.instance()) != SqlLinks.FINE;
            if (!unaware) {
                secondary(group, state, suspendOthers);
            }
        }
        role(group, sql.replica(group.name(), instance).orElseThrow(), Role.PRIMARY);
        sql.settle();
    }

    private void secondary(AgState group, ReplicaState state, boolean suspend) {
        AgState now = sql.findGroup(group.name()).orElse(group);
        role(now, state, serves(now, state.instance()) ? Role.SECONDARY : Role.RESOLVING);
        world.update(
                state.key(),
                r -> r.with(e -> {
                    e.up = false;
                    e.connected = false;
                    e.since = sql.now();
                }));
        for (AgDatabase database : group.databases()) {
            sql.copy(group, database.name(), state.instance())
                    .ifPresent(c -> world.put(c.key(), c.with(e -> {
                        e.sync = Sync.NOT_SYNCHRONIZING;
                        e.ready = false;
                        if (suspend) {
                            e.suspended = Suspended.PARTNER;
                        }
                    })));
        }
        sql.seeding().broken(group, state.instance());
    }

    private void recover(DatabaseState copy, Cause cause) {
        if (cause == Cause.FORCED && (copy.sync() == Sync.REVERTING || copy.sync() == Sync.INITIALIZING)) {
            world.put(copy.key(), copy.with(e -> e.mode = Mode.RECOVERY_PENDING));
            return;
        }
        world.put(copy.key(), copy.with(e -> {
            e.mode = Mode.RECOVERING;
            e.recovered = copy.log();
            e.log = copy.log().next(null, sql.now());
            e.redone = e.log;
            e.sync = Sync.SYNCHRONIZED;
            e.suspended = null;
            e.ready = true;
            e.fork++;
        }));
        world.schedule(
                sql.timings().recovery(),
                copy.key().path(),
                "recovery of " + copy.name(),
                () -> sql.database(copy.instance(), copy.name())
                        .filter(d -> d.mode() == Mode.RECOVERING)
                        .ifPresent(d -> world.put(d.key(), d.with(e -> e.mode = Mode.ONLINE))));
    }

    /** Notes what the old primary has and the new one has not. */
    void account(String group, String database, Optional<DatabaseState> from, Optional<DatabaseState> to, Cause cause) {
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        LogPoint common = from.get().log().common(to.get().log());
        List<LogPoint> tail = from.get().log().since(common).stream()
                .filter(p -> p.transaction() != null)
                .toList();
        int told = (int) tail.stream().filter(LogPoint::acknowledged).count();
        if (!tail.isEmpty() && (told > 0 || cause == Cause.FORCED)) {
            int guarded = (int) tail.stream().filter(LogPoint::guarded).count();
            List<LogPoint> whole = from.get().log().since(common);
            world.update(
                    LossState.KEY,
                    l -> l.plus(new LossState.Loss(
                            group,
                            database,
                            from.get().instance(),
                            to.get().instance(),
                            cause,
                            tail.size(),
                            told,
                            guarded,
                            sql.now(),
                            new LossState.Tail(whole),
                            false)));
        }
    }
}
