package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgState.AgDatabase;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.DatabaseState.Suspended;
import io.quorate.lab.model.sql.DatabaseState.Sync;
import io.quorate.lab.model.sql.ReplicaState.Role;
import io.quorate.lab.sql.SqlPatience;
import io.quorate.lab.sql.SqlTransaction;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How what the primary writes gets to the other replicas: sessions, shipping, redo, and what a commit waits for. */
public final class Replication {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration REAL_STEP = Duration.ofMillis(5);

    private final SqlEstate sql;
    private final World world;
    private final Set<String> shipping = new HashSet<>();

    Replication(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    // commits

    private record Written(DatabaseState copy, LogPoint point) {}

    /**
     * Writes a transaction to the log and waits until the client may be told. Called outside of changes.
     *
     * @return 0 if it is committed, else the number of the error
     */
    public int commit(String instance, String database, SqlTransaction transaction, SqlPatience patience) {
        Object written = world.change("commit in " + database + " at " + instance, () -> {
            int closed = unwritable(instance, database);
            return closed != 0 ? (Object) closed : write(instance, database, transaction);
        });
        return written instanceof Written w ? await(w, patience) : (Integer) written;
    }

    /** Returns why a database may not be written at an instance, or 0. */
    public int unwritable(String instance, String database) {
        Optional<DatabaseState> found = sql.database(instance, database);
        if (found.isEmpty()) {
            return 911;
        }
        DatabaseState copy = found.get();
        if (!sql.instance(instance).running()) {
            return CUT;
        }
        if (copy.group() != null && sql.role(copy.group(), instance) == Role.RESOLVING) {
            return 983;
        }
        if (copy.mode() != Mode.ONLINE) {
            return copy.mode() == Mode.RESTORING ? 927 : copy.mode() == Mode.OFFLINE ? 942 : 922;
        }
        boolean follows = group(copy).filter(g -> sql.distributed().follows(g)).isPresent();
        return copy.readOnly() || follows || copy.group() != null && sql.role(copy.group(), instance) != Role.PRIMARY
                ? 3906
                : 0;
    }

    /** The session is cut. */
    public static final int CUT = 596;

    private Written write(String instance, String database, SqlTransaction transaction) {
        DatabaseState copy = sql.database(instance, database).orElseThrow();
        DatabaseState next = copy.with(e -> {
            e.log = copy.log().next(transaction, sql.now());
            e.redone = e.log;
        });
        world.put(copy.key(), next);
        group(next).ifPresent(g -> shipAll(g, database));
        sql.distributed().flow();
        return new Written(next, next.log());
    }

    private int await(Written written, SqlPatience patience) {
        try {
            while (true) {
                Integer end = world.read(() -> end(written));
                if (end != null) {
                    return end;
                }
                if (patience.given()) {
                    return 3617;
                }
                String what = "a commit in " + written.copy.name();
                if (!world.await(what, () -> patience.given() || mayEnd(written), STEP)) {
                    boolean ignored =
                            world.time().poll(what, () -> patience.given() || mayEnd(written), null, REAL_STEP);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 3617;
        }
    }

    private boolean mayEnd(Written written) {
        return cut(written) || guard(written) != null;
    }

    private boolean cut(Written written) {
        Optional<DatabaseState> now = sql.database(written.copy.instance(), written.copy.name());
        return now.isEmpty()
                || now.get().epoch() != written.copy.epoch()
                || !sql.instance(written.copy.instance()).running();
    }

    private @Nullable Integer end(Written written) {
        if (cut(written)) {
            return CUT;
        }
        Boolean guarded = guard(written);
        if (guarded == null) {
            return null;
        }
        written.point.acknowledge(guarded);
        return 0;
    }

    /** Tells whether a synchronised secondary has hardened it, if the client may be told at all; else null. */
    private @Nullable Boolean guard(Written written) {
        DatabaseState copy =
                sql.database(written.copy.instance(), written.copy.name()).orElse(written.copy);
        AgState group = group(copy).orElse(null);
        if (group == null || mode(group, copy.instance()) != AvailabilityMode.SYNCHRONOUS_COMMIT) {
            return false;
        }
        int hardened = 0;
        for (AgReplica replica : group.replicas()) {
            if (SqlEstate.same(replica.server(), copy.instance())
                    || replica.mode() != AvailabilityMode.SYNCHRONOUS_COMMIT) {
                continue;
            }
            DatabaseState other = sql.copy(group, copy.name(), replica.server()).orElse(null);
            if (other != null && other.sync() == Sync.SYNCHRONIZED) {
                if (other.log().number() < written.point.number()) {
                    return null;
                }
                hardened++;
            }
        }
        return hardened < group.required() ? null : (Boolean) (hardened > 0);
    }

    private static AvailabilityMode mode(AgState group, String instance) {
        return group.replica(instance).map(AgReplica::mode).orElse(AvailabilityMode.ASYNCHRONOUS_COMMIT);
    }

    private Optional<AgState> group(DatabaseState copy) {
        return Optional.ofNullable(copy.group()).flatMap(sql::findGroup);
    }

    // sessions between replicas

    /** Brings the sessions of a group to what links and roles are. */
    void settle(AgState group) {
        for (AgReplica replica : group.replicas()) {
            sql.replica(group.name(), replica.server()).ifPresent(r -> settle(group, replica, r));
        }
    }

    private void settle(AgState group, AgReplica replica, ReplicaState state) {
        String primary = group.primary();
        if (SqlEstate.same(primary, state.instance())) {
            world.put(state.key(), state.with(e -> {
                e.up = true;
                e.connected = true;
            }));
            return;
        }
        int error = primary == null
                ? SqlLinks.REFUSED
                : state.up()
                        ? sql.links().between(group, primary, state.instance())
                        : sql.links().greeting(group, primary, state.instance());
        boolean up = error == SqlLinks.FINE && state.joined() && state.role() == Role.SECONDARY;
        if (!up && error != SqlLinks.FINE && error != state.error()) {
            world.update(
                    state.key(),
                    r -> r.with(e -> {
                        e.error = error;
                        e.errorAt = sql.now();
                    }));
        }
        if (up && !state.connected()) {
            world.update(
                    state.key(),
                    r -> r.with(e -> {
                        e.up = true;
                        e.connected = true;
                        e.since = sql.now();
                    }));
            connected(group, replica);
        } else if (up != state.up()) {
            Duration now = sql.now();
            world.update(
                    state.key(),
                    r -> r.with(e -> {
                        e.up = up;
                        e.since = now;
                    }));
            if (up) {
                group.databases().forEach(d -> ship(group, d.name(), state.instance()));
            } else if (state.connected()) {
                boolean silent = error == SqlLinks.SILENT;
                world.schedule(
                        silent ? Duration.ofSeconds(replica.sessionTimeout()) : Duration.ZERO,
                        state.key().path(),
                        "session time-out of " + state.instance(),
                        () -> timedOut(group.name(), state.instance(), now));
            }
        }
    }

    private void timedOut(String groupName, String instance, Duration since) {
        AgState group = sql.findGroup(groupName).orElse(null);
        ReplicaState state = sql.replica(groupName, instance).orElse(null);
        if (group == null || state == null || state.up() || !state.since().equals(since)) {
            return;
        }
        if (!mayNote(group)) {
            world.schedule(
                    STEP,
                    state.key().path(),
                    "session time-out without quorum",
                    () -> timedOut(groupName, instance, since));
            return;
        }
        disconnect(group, state);
    }

    /** Tells whether the primary can have the cluster note that a copy is no longer ready. */
    private boolean mayNote(AgState group) {
        String primary = group.primary();
        return primary == null
                || group.cluster() != ClusterType.WSFC
                || sql.links().quorate(sql.instance(primary).host());
    }

    /**
     * Ends the session to a replica: its copies are not synchronised any more, who waits for them is let go. Without a primary, nobody notes
     * that they are not ready: what it told last holds.
     */
    void disconnect(AgState group, ReplicaState state) {
        world.update(state.key(), r -> r.with(e -> e.connected = false));
        for (AgDatabase database : group.databases()) {
            sql.copy(group, database.name(), state.instance())
                    .ifPresent(c -> world.put(c.key(), c.with(e -> {
                        e.sync = Sync.NOT_SYNCHRONIZING;
                        e.ready = c.ready() && group.primary() == null;
                    })));
        }
        sql.seeding().broken(group, state.instance());
    }

    private void connected(AgState group, AgReplica replica) {
        for (AgDatabase database : group.databases()) {
            joined(group, database.name(), replica.server());
        }
    }

    /** Has a copy that may move move; without a copy, sees to its seeding. */
    void joined(AgState group, String database, String instance) {
        Optional<DatabaseState> copy = sql.copy(group, database, instance);
        if (copy.isEmpty()) {
            sql.seeding().consider(group, database, instance);
            return;
        }
        DatabaseState c = copy.get();
        DatabaseState p = sql.primaryCopy(group, database).orElse(null);
        if (c.suspended() != null || p == null || p.suspended() != null) {
            world.put(c.key(), c.with(e -> {
                e.sync = Sync.NOT_SYNCHRONIZING;
                e.ready = false;
            }));
            return;
        }
        boolean fork = !p.log().contains(c.log());
        world.put(c.key(), c.with(e -> {
            e.sync = fork ? Sync.REVERTING : Sync.SYNCHRONIZING;
            e.ready = false;
            e.mode = Mode.ONLINE;
        }));
        ship(group, database, instance);
    }

    // shipping

    void shipAll(AgState group, String database) {
        String primary = group.primary();
        for (AgReplica replica : group.replicas()) {
            if (!SqlEstate.same(replica.server(), primary)) {
                ship(group, database, replica.server());
            }
        }
    }

    private void ship(AgState group, String database, String instance) {
        String path = DatabaseState.key(instance, database).path();
        if (!shipping.add(path)) {
            return;
        }
        Duration hop = sql.timings().hop().plus(sql.faults().lag(instance));
        world.schedule(hop, path, "log of " + database + " to " + instance, () -> {
            shipping.remove(path);
            shipped(group.name(), database, instance);
        });
    }

    private void shipped(String groupName, String database, String instance) {
        AgState group = sql.findGroup(groupName).orElse(null);
        ReplicaState replica = sql.replica(groupName, instance).orElse(null);
        if (group == null || replica == null || !replica.up() || !replica.connected()) {
            return;
        }
        DatabaseState copy = sql.copy(group, database, instance).orElse(null);
        DatabaseState primary = sql.primaryCopy(group, database).orElse(null);
        AvailabilityMode wanted = mode(group, instance);
        if (copy == null
                || primary == null
                || copy.suspended() != null
                || primary.suspended() != null
                || SqlEstate.same(group.primary(), instance)
                || wanted == AvailabilityMode.CONFIGURATION_ONLY) {
            return;
        }
        if (!primary.log().contains(copy.log())) {
            revert(copy, primary);
            ship(group, database, instance);
            return;
        }
        boolean both = wanted == AvailabilityMode.SYNCHRONOUS_COMMIT
                && mode(group, primary.instance()) == AvailabilityMode.SYNCHRONOUS_COMMIT
                && mayNote(group);
        DatabaseState next = copy.with(e -> {
            e.log = primary.log();
            e.sync = both ? Sync.SYNCHRONIZED : Sync.SYNCHRONIZING;
            e.ready = both;
            e.mode = Mode.ONLINE;
            e.backedUp = primary.backedUp();
            e.size = primary.size();
            e.heard = sql.now();
        });
        world.put(copy.key(), next);
        redo(next);
    }

    /** Undoes what a copy has and the primary has not. */
    void revert(DatabaseState copy, DatabaseState primary) {
        LogPoint common = primary.log().common(copy.log());
        world.update(LossState.KEY, l -> l.discarded(copy.log()));
        world.put(copy.key(), copy.with(e -> {
            e.log = common;
            e.redone = common;
            e.sync = Sync.SYNCHRONIZING;
            e.ready = false;
            e.generation++;
            e.epoch++;
        }));
    }

    /** Has a secondary's reader see what is hardened, in a while. */
    void redo(DatabaseState copy) {
        if (copy.redone() == copy.log() || !sql.instance(copy.instance()).redoing()) {
            return;
        }
        String path = copy.key().path();
        if (!shipping.add(path + "/redo")) {
            return;
        }
        world.schedule(sql.timings().redo(), path, "redo of " + copy.name(), () -> {
            shipping.remove(path + "/redo");
            sql.database(copy.instance(), copy.name())
                    .filter(d -> sql.instance(d.instance()).redoing())
                    .ifPresent(d -> world.put(d.key(), d.with(e -> e.redone = d.log())));
        });
    }

    // suspend and resume

    /** Stops the movement of data: at the primary for all copies, at a secondary for its own. */
    public void suspend(String instance, String database) {
        DatabaseState copy = member(instance, database);
        world.put(copy.key(), copy.with(e -> {
            e.suspended = Suspended.USER;
            if (sql.role(String.valueOf(copy.group()), instance) != Role.PRIMARY) {
                e.sync = Sync.NOT_SYNCHRONIZING;
                e.ready = false;
            }
        }));
        others(copy)
                .forEach(c -> world.put(c.key(), c.with(e -> {
                    e.sync = Sync.NOT_SYNCHRONIZING;
                    e.ready = false;
                })));
    }

    /** Lets data move again. */
    public void resume(String instance, String database) {
        DatabaseState copy = member(instance, database);
        AgState group = group(copy).orElseThrow();
        world.put(copy.key(), copy.with(e -> e.suspended = null));
        if (SqlEstate.same(group.primary(), instance)) {
            others(copy).forEach(c -> again(group, c));
        } else {
            again(group, sql.database(instance, database).orElseThrow());
        }
    }

    private void again(AgState group, DatabaseState copy) {
        if (sql.replica(group.name(), copy.instance())
                .filter(ReplicaState::connected)
                .isPresent()) {
            joined(group, copy.name(), copy.instance());
        }
    }

    private List<DatabaseState> others(DatabaseState copy) {
        AgState group = group(copy).orElseThrow();
        if (!SqlEstate.same(group.primary(), copy.instance())) {
            return List.of();
        }
        return group.replicas().stream()
                .filter(r -> !SqlEstate.same(r.server(), copy.instance()))
                .flatMap(r -> sql.copy(group, copy.name(), r.server()).stream())
                .toList();
    }

    private DatabaseState member(String instance, String database) {
        DatabaseState copy = sql.database(instance, database).orElseThrow(() -> new SqlRefusal(911, database));
        if (copy.group() == null) {
            throw new SqlRefusal(35281, database);
        }
        return copy;
    }
}
