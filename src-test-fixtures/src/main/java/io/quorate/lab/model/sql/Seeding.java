package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Replica.SeedingMode;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.DatabaseState.Mode;
import io.quorate.lab.model.sql.ReplicaState.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Automatic seeding: copies made through the endpoints. */
final class Seeding {
    /** {@code failure_state} where the group may not create databases. */
    static final int NOT_GRANTED = 2;

    static final int EXISTS = 3;
    static final int PATHS = 9;
    static final int BROKEN = 21;

    private final SqlEstate sql;
    private final World world;

    Seeding(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    /** Starts what can be started; notes why not. */
    void consider(AgState group, String database, String instance) {
        AgReplica replica = group.replica(instance).orElse(null);
        ReplicaState state = sql.replica(group.name(), instance).orElse(null);
        DatabaseState source = sql.primaryCopy(group, database).orElse(null);
        if (replica == null
                || state == null
                || source == null
                || replica.seeding() != SeedingMode.AUTOMATIC
                || group.replica(source.instance()).map(AgReplica::seeding).orElse(SeedingMode.MANUAL)
                        != SeedingMode.AUTOMATIC
                || state.role() != Role.SECONDARY
                || !state.connected()) {
            return;
        }
        Optional<SeedState> before = world.find(SeedState.key(group.name(), database, instance));
        if (before.filter(SeedState::running).isPresent()) {
            return;
        }
        int attempts = before.map(SeedState::attempts).orElse(0) + 1;
        UUID operation = world.random()
                .guid(SeedState.key(group.name(), database, instance).path() + "/" + attempts);
        SeedState seed = new SeedState(
                group.name(),
                database,
                instance,
                operation,
                "SEEDING",
                source.size(),
                Math.max(1, sql.timings().seedingRate() / sql.faults().seedingSlowness()),
                sql.now().plus(sql.timings().seedingStart()),
                null,
                attempts,
                0,
                "",
                0);
        world.put(SeedState.key(group.name(), database, instance), seed);
        if (!state.granted()) {
            end(seed, NOT_GRANTED, "Create DB Permission", 19506);
        } else if (!samePaths(group, source, instance)) {
            end(seed, PATHS, "File Path", 5133);
        } else if (sql.database(instance, database).isPresent()) {
            end(seed, EXISTS, "Database Exists", 1801);
        } else {
            Duration time = sql.timings().seedingStart().plusMillis(seed.size() / Math.max(1, seed.rate() / 1000));
            world.schedule(
                    time, DatabaseState.key(instance, database).path(), "seeding of " + database, () -> done(seed));
        }
    }

    /** Up to 2016, files go where they were; later versions map the default directories. */
    private boolean samePaths(AgState group, DatabaseState source, String instance) {
        InstanceState from = sql.instance(source.instance());
        InstanceState to = sql.instance(instance);
        boolean standard = source.dataFile().startsWith(SqlServices.dataPath(from));
        return standard && (to.major() >= 14 || to.major() == from.major())
                || !standard && sql.databases().directory(instance, source.dataFile());
    }

    private void done(SeedState seed) {
        SeedState now = world.find(SeedState.key(seed.group(), seed.database(), seed.instance()))
                .orElse(null);
        if (now == null || !now.equals(seed)) {
            return;
        }
        AgState group = sql.findGroup(seed.group()).orElse(null);
        DatabaseState source =
                group == null ? null : sql.primaryCopy(group, seed.database()).orElse(null);
        ReplicaState state = sql.replica(seed.group(), seed.instance()).orElse(null);
        if (group == null || source == null || state == null || !state.connected() || !state.up()) {
            end(seed, BROKEN, "Seeding Check Message Timeout", 19494);
            return;
        }
        world.put(
                SeedState.key(seed.group(), seed.database(), seed.instance()),
                seed.with("COMPLETED", sql.now(), 0, "", 0));
        sql.databases().copy(source, seed.instance(), Mode.ONLINE, group.name());
        sql.replication().joined(group, seed.database(), seed.instance());
    }

    private void end(SeedState seed, int failure, String text, int error) {
        world.put(
                SeedState.key(seed.group(), seed.database(), seed.instance()),
                seed.with("FAILED", sql.now(), failure, text, error));
    }

    /** Ends what was under way to a replica that is gone. */
    void broken(AgState group, String instance) {
        world.all(SeedState.class).stream()
                .filter(s -> s.group().equals(group.name()) && SqlEstate.same(s.instance(), instance) && s.running())
                .forEach(s -> end(s, BROKEN, "Seeding Check Message Timeout", 19494));
    }

    /** Tries again what has failed. */
    void again(AgState group, String instance) {
        group.databases().stream()
                .filter(d -> sql.copy(group, d.name(), instance).isEmpty())
                .forEach(d -> consider(group, d.name(), instance));
    }
}
