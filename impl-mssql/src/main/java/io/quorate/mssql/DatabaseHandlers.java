package io.quorate.mssql;

import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.DatabaseState;
import io.quorate.sql.RecoveryModel;
import io.quorate.sql.SqlDatabase;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.JoinDatabase;
import io.quorate.sql.command.LeaveDatabase;
import io.quorate.sql.command.RemoveDatabase;
import io.quorate.sql.command.RestoreDatabase;
import io.quorate.sql.command.RestoreLog;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.sql.command.SuspendDatabase;
import java.util.List;
import java.util.Optional;

/** How databases come into a group, move in it and leave it. */
final class DatabaseHandlers {
    private DatabaseHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(
                new PrimaryChange<>(
                                AddDatabase.class,
                                AddDatabase::group,
                                (c, group, seen) ->
                                        Seen.so(group.database(c.database()).isPresent()),
                                TSql::addDatabase)
                        .refusing(DatabaseHandlers::mayAdd),
                new PrimaryChange<>(
                        RemoveDatabase.class,
                        RemoveDatabase::group,
                        (c, group, seen) -> Seen.so(group.database(c.database()).isEmpty()),
                        c -> TSql.removeDatabase(c.group(), c.database())),
                new HostChange<>(
                        JoinDatabase.class,
                        DatabaseHandlers::joined,
                        (c, seen) -> List.of(TSql.joinDatabase(c.database(), c.group()))),
                new HostChange<>(
                        LeaveDatabase.class,
                        DatabaseHandlers::left,
                        (c, seen) -> List.of(TSql.leaveDatabase(c.database()))),
                new HostChange<>(
                        SuspendDatabase.class,
                        (c, seen) -> suspended(c.group(), c.database(), true, seen),
                        (c, seen) -> List.of(TSql.suspend(c.database()))),
                new HostChange<>(
                        ResumeDatabase.class,
                        (c, seen) -> suspended(c.group(), c.database(), false, seen),
                        (c, seen) -> List.of(TSql.resume(c.database()))),
                new HostChange<>(
                        BackUpDatabase.class,
                        (c, seen) -> source(c.database(), seen),
                        (c, seen) -> List.of(TSql.backUp(c))),
                new HostChange<>(
                        BackUpLog.class,
                        (c, seen) -> source(c.database(), seen),
                        (c, seen) -> List.of(TSql.backUpLog(c))),
                new HostChange<>(
                        RestoreDatabase.class, DatabaseHandlers::restored, (c, seen) -> List.of(TSql.restore(c))),
                new HostChange<>(
                        RestoreLog.class, DatabaseHandlers::restoring, (c, seen) -> List.of(TSql.restoreLog(c))));
    }

    private static void mayAdd(AddDatabase c, AvailabilityGroup group, SqlInventory seen) {
        Optional<SqlDatabase> found = seen.database(c.database());
        if (found.isEmpty()) {
            throw noSuch(c.database(), seen);
        }
        SqlDatabase database = found.get();
        if (database.recoveryModel().known() && !database.recoveryModel().equals(RecoveryModel.FULL)) {
            throw Seen.conflict("database " + c.database() + " has the recovery model " + database.recoveryModel()
                    + ", and a group needs FULL; nothing was sent");
        }
        if (database.group() != null && !group.isNamed(database.group())) {
            throw Seen.conflict("database " + c.database() + " is in group " + database.group() + "; nothing was sent");
        }
    }

    private static Fault noSuch(String database, SqlInventory seen) {
        return Seen.missing(seen.instance().name() + " has no database " + database);
    }

    private static Observation<Void> noReplica(String group, SqlInventory seen) {
        return Seen.other(Seen.missing(seen.instance().name() + " has no replica of group " + group));
    }

    private static Observation<Void> joined(JoinDatabase c, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(c.group());
        return group.isEmpty() ? noReplica(c.group(), seen) : Seen.so(joined(group.get(), c.database(), seen));
    }

    private static boolean joined(AvailabilityGroup group, String database, SqlInventory seen) {
        return Roles.copy(group, database, seen)
                .filter(DatabaseReplicaState::joined)
                .isPresent();
    }

    /** Where the instance has no replica of the group, its copy is in none. */
    private static Observation<Void> left(LeaveDatabase c, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(c.group());
        return group.isEmpty() ? Seen.so() : Seen.so(!joined(group.get(), c.database(), seen));
    }

    private static Observation<Void> suspended(String name, String database, boolean wanted, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(name);
        if (group.isEmpty()) {
            return noReplica(name, seen);
        }
        // Where no copy has come yet the cluster's note of it is there already; it says nothing of movement.
        Optional<DatabaseReplicaState> copy = Roles.copy(group.get(), database, seen)
                .filter(found -> found.joined() || found.synchronization() != null);
        if (copy.isEmpty()) {
            return Seen.other(Seen.missing(
                    seen.instance().name() + " has no copy of database " + database + " in group " + name));
        }
        return Seen.so(copy.get().suspended() == wanted);
    }

    private static Observation<Void> source(String database, SqlInventory seen) {
        return seen.database(database).isEmpty()
                ? Seen.other(noSuch(database, seen))
                : Observation.unknown("which backups were taken, no view tells for sure", null);
    }

    private static Observation<Void> restored(RestoreDatabase c, SqlInventory seen) {
        Optional<SqlDatabase> there = seen.database(c.database());
        if (there.isEmpty()) {
            return Observation.absent();
        }
        return there.get().state().equals(DatabaseState.RESTORING)
                ? Seen.so()
                : Seen.other(Seen.conflict("database " + c.database() + " is there already, "
                        + there.get().state() + ", and a restore never replaces one"));
    }

    private static Observation<Void> restoring(RestoreLog c, SqlInventory seen) {
        Optional<SqlDatabase> there = seen.database(c.database());
        if (there.isEmpty()) {
            return Seen.other(noSuch(c.database(), seen));
        }
        return there.get().state().equals(DatabaseState.RESTORING)
                ? Observation.unknown("which log was restored, no view tells", null)
                : Seen.other(Seen.conflict("database " + c.database() + " is "
                        + there.get().state() + ", and log is restored to one that is RESTORING"));
    }
}
