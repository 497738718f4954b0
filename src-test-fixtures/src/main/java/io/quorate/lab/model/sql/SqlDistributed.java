package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Member;
import io.quorate.lab.ddl.Replica.SeedingMode;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.AgState.AgDatabase;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.DatabaseState.Sync;
import io.quorate.lab.model.sql.LossState.Cause;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What flows between the two groups of a distributed one: copies first, then log, from the primary that leads both to the one that leads the other,
 * and from there on to its secondaries. Simplified: a commit never waits for the other group, and only those know the distributed group that made
 * it or joined it, so that a member's own failover ends the flow.
 */
public final class SqlDistributed {
    private final SqlEstate sql;
    private final World world;
    private final Set<String> shipping = new HashSet<>();

    SqlDistributed(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    /** One side of it: a member and the instance that leads it. */
    private record Side(Member member, AgState group, String instance) {}

    private List<AgState> all() {
        return sql.allGroups().stream().filter(AgState::distributed).toList();
    }

    private Optional<Side> side(AgState distributed, String instance) {
        return distributed.members().stream()
                .flatMap(m -> sql.findGroup(m.group()).stream()
                        .filter(g -> SqlEstate.same(g.primary(), instance))
                        .map(g -> new Side(m, g, instance)))
                .findFirst();
    }

    private Optional<Side> other(AgState distributed, Side one) {
        return distributed.members().stream()
                .filter(m -> !m.group().equalsIgnoreCase(one.group.name()))
                .flatMap(m -> sql.findGroup(m.group()).stream()
                        .filter(g -> g.primary() != null
                                && sql.replica(distributed.name(), g.primary())
                                        .filter(ReplicaState::joined)
                                        .isPresent())
                        .map(g -> new Side(m, g, g.primary())))
                .findFirst();
    }

    /** Tells whether a group's primary may not be written, because another group leads, or nobody does. */
    boolean follows(AgState group) {
        String primary = group.primary();
        return primary != null
                && all().stream()
                        .filter(d ->
                                d.members().stream().anyMatch(m -> m.group().equalsIgnoreCase(group.name())))
                        .flatMap(d -> sql.replica(d.name(), primary).stream())
                        .anyMatch(r -> r.joined() && r.role() != Role.PRIMARY);
    }

    /** Returns the member that an instance leads, by which a distributed group calls it. */
    public @Nullable String memberAt(AgState distributed, @Nullable String instance) {
        return instance == null
                ? null
                : side(distributed, instance).map(s -> s.group.name()).orElse(null);
    }

    // the flow

    /** Has flow what may, in all of them. */
    void flow() {
        all().forEach(this::flow);
    }

    private void flow(AgState distributed) {
        side(distributed, distributed.last())
                .ifPresent(from -> from.group.databases().stream()
                        .filter(d -> !SqlGroups.own(from.group, d.name()))
                        .forEach(d -> ship(distributed, d.name(), Duration.ZERO)));
    }

    private void ship(AgState distributed, String database, Duration more) {
        String path = distributed.key().path() + "/db/" + AgState.upper(database);
        if (!shipping.add(path)) {
            return;
        }
        world.schedule(sql.timings().hop().plus(more), path, "log of " + database + " to the other group", () -> {
            shipping.remove(path);
            sql.findGroup(distributed.name()).ifPresent(d -> shipped(d, database, !more.isZero()));
        });
    }

    private boolean speak(Side from, Side to) {
        InstanceState a = sql.instance(from.instance);
        InstanceState b = sql.instance(to.instance);
        return a.running() && b.running() && sql.estate().reaches(a.host(), b.host());
    }

    private void shipped(AgState distributed, String database, boolean seeded) {
        Side from = side(distributed, distributed.last()).orElse(null);
        Side to = from == null ? null : other(distributed, from).orElse(null);
        if (from == null || to == null || !speak(from, to)) {
            return;
        }
        DatabaseState source = sql.copy(from.group, database, from.instance).orElse(null);
        if (source == null) {
            return;
        }
        Optional<DatabaseState> copy = sql.copy(to.group, database, to.instance);
        if (copy.isEmpty()) {
            seed(distributed, source, from, to, seeded);
            return;
        }
        DatabaseState there = copy.get();
        if (!source.log().contains(there.log())) {
            sql.replication().revert(there, source);
            there = sql.copy(to.group, database, to.instance).orElseThrow();
        }
        if (there.log() != source.log()) {
            DatabaseState next = there.with(e -> {
                e.log = source.log();
                e.sync = Sync.SYNCHRONIZED;
                e.size = source.size();
                e.heard = sql.now();
            });
            world.put(next.key(), next);
            sql.replication().redo(next);
            sql.replication().shipAll(to.group, database);
        }
    }

    private void seed(AgState distributed, DatabaseState source, Side from, Side to, boolean begun) {
        boolean granted = sql.replica(to.group.name(), to.instance)
                .filter(ReplicaState::granted)
                .isPresent();
        boolean automatic = to.member.seedingMode() != SeedingMode.MANUAL;
        if (!granted || !automatic || sql.database(to.instance, source.name()).isPresent()) {
            return;
        }
        if (!begun) {
            long rate = Math.max(1, sql.timings().seedingRate() / 1000);
            ship(distributed, source.name(), sql.timings().seedingStart().plusMillis(source.size() / rate));
            return;
        }
        sql.databases().copy(source, to.instance, Mode.ONLINE, to.group.name());
        AgDatabase known = from.group.database(source.name()).orElseThrow();
        List<AgDatabase> databases = new ArrayList<>(to.group.databases());
        databases.add(known);
        sql.edit(to.group, e -> e.databases = databases);
        DatabaseState made = sql.database(to.instance, source.name()).orElseThrow();
        world.put(made.key(), made.with(e -> {
            e.sync = Sync.SYNCHRONIZED;
            e.ready = true;
        }));
        AgState group = sql.findGroup(to.group.name()).orElseThrow();
        group.replicas().stream()
                .filter(r -> !SqlEstate.same(r.server(), to.instance))
                .forEach(r -> sql.seeding().consider(group, source.name(), r.server()));
        ship(distributed, source.name(), Duration.ZERO);
    }

    // roles

    /** Makes the side where it is said a follower; nobody leads then. */
    void demote(AgState distributed, String instance) {
        if (SqlEstate.same(distributed.primary(), instance)) {
            sql.edit(distributed, e -> e.primary = null);
        }
        role(distributed, instance, Role.SECONDARY);
        flow();
    }

    /** Has the side lead where it is said; the other one follows, if it hears so. */
    void force(AgState distributed, String instance) {
        Side to = side(distributed, instance).orElseThrow(() -> new SqlRefusal(41190, distributed.name()));
        Side from = side(distributed, distributed.last()).orElse(null);
        if (from != null && !SqlEstate.same(from.instance, instance)) {
            for (AgDatabase database : from.group.databases()) {
                sql.failovers()
                        .account(
                                distributed.name(),
                                database.name(),
                                sql.copy(from.group, database.name(), from.instance),
                                sql.copy(to.group, database.name(), instance),
                                Cause.FORCED);
            }
            if (speak(from, to)) {
                role(distributed, from.instance, Role.SECONDARY);
            }
        }
        sql.edit(distributed, e -> {
            e.primary = instance;
            e.last = instance;
        });
        role(distributed, instance, Role.PRIMARY);
        flow();
    }

    private void role(AgState distributed, String instance, Role role) {
        world.update(
                ReplicaState.key(distributed.name(), instance),
                r -> r.with(e -> {
                    e.role = role;
                    e.up = true;
                    e.connected = true;
                }));
    }
}
