package io.quorate.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a forced failover lost, from what the new primary and the former one tell. A function, without I/O. */
final class FailoverMeasures {
    private FailoverMeasures() {}

    /**
     * Measures the loss of each database.
     *
     * @param from the former primary's name; null where nobody knows it
     * @param target the new primary's name
     * @param expected what was told before, a database each
     * @param resumed the copies that were resumed since, each {@code database@host}, because they held no more
     */
    static List<MeasuredLoss> of(
            String group,
            @Nullable String from,
            String target,
            List<DatabaseLoss> expected,
            List<String> resumed,
            Estate seen) {
        return expected.stream()
                .map(loss -> of(group, from, target, loss, resumed, seen))
                .toList();
    }

    private static MeasuredLoss of(
            String group,
            @Nullable String from,
            String target,
            DatabaseLoss expected,
            List<String> resumed,
            Estate seen) {
        String database = expected.database();
        Instant lastKept = expected.lastCommit();
        if (from == null) {
            return MeasuredLoss.unknown(database, lastKept, "who was the primary before is not known");
        }
        if (from.equalsIgnoreCase(target)) {
            return MeasuredLoss.unknown(database, lastKept, target + " was the primary before, too");
        }
        Optional<SqlInventory> leader = seen.named(target).filter(one -> Estate.leads(one, group));
        if (leader.isEmpty()) {
            return MeasuredLoss.unknown(
                    database,
                    lastKept,
                    target + " does not tell, or does not lead any more: its log went on elsewhere");
        }
        Lsn kept = copy(leader.get(), group, database, target)
                .map(DatabaseReplicaState::recovery)
                .orElse(null);
        if (kept == null) {
            return MeasuredLoss.unknown(database, lastKept, target + " does not tell where its log went on from");
        }
        Optional<SqlInventory> former = seen.named(from);
        if (former.isEmpty()) {
            return MeasuredLoss.unknown(database, lastKept, from + ", the primary before, does not answer");
        }
        DatabaseReplicaState own = copy(former.get(), group, database, from).orElse(null);
        if (own == null) {
            return MeasuredLoss.unknown(database, lastKept, from + ", the primary before, tells of no copy");
        }
        if (!own.suspended()) {
            return MeasuredLoss.unknown(
                    database,
                    lastKept,
                    "the copy of " + from
                            + ", the primary before, is not suspended: it has not come back to the group yet,"
                            + " or was resumed and has undone what was lost");
        }
        Lsn had = endOf(own);
        Lsn committed = own.committed().lsn();
        if (had != null && had.compareTo(kept) <= 0 || committed != null && committed.compareTo(kept) <= 0) {
            return others(leader.get(), group, from, target)
                    .flatMap(other -> more(other, group, database, target, lastKept, resumed, seen))
                    .findFirst()
                    .orElseGet(
                            () -> new MeasuredLoss(database, MeasuredLoss.Kind.NONE, kept, had, lastKept, null, null));
        }
        if (committed == null) {
            return new MeasuredLoss(
                    database,
                    MeasuredLoss.Kind.UNKNOWN,
                    kept,
                    had,
                    lastKept,
                    null,
                    from + ", the primary before, does not tell its last commit");
        }
        return new MeasuredLoss(
                database,
                MeasuredLoss.Kind.LOST,
                kept,
                had,
                lastKept,
                own.committed().time(),
                null);
    }

    /** The other members: any of them may have led while nobody looked, so that nothing is lost only if none holds more. */
    private static Stream<String> others(SqlInventory leader, String group, String from, String target) {
        return leader.group(group).stream()
                .flatMap(found -> found.replicas().stream())
                .map(AvailabilityReplica::name)
                .filter(name -> !name.equalsIgnoreCase(from) && !name.equalsIgnoreCase(target));
    }

    /** What keeps another member from proving that nothing was lost; empty if it holds no more than was kept. */
    private static Stream<MeasuredLoss> more(
            String other,
            String group,
            String database,
            String target,
            @Nullable Instant lastKept,
            List<String> resumed,
            Estate seen) {
        Optional<SqlInventory> one = seen.named(other);
        Optional<DatabaseReplicaState> own = one.flatMap(there -> copy(there, group, database, other));
        if (own.isEmpty()) {
            return Stream.of(MeasuredLoss.unknown(
                    database,
                    lastKept,
                    other + ", which may have led in between, "
                            + (one.isEmpty() ? "does not answer" : "tells of no copy")));
        }
        if (resumed.contains(database + "@" + one.orElseThrow().instance().host())) {
            return Stream.empty();
        }
        if (!own.orElseThrow().suspended()) {
            return Stream.of(MeasuredLoss.unknown(
                    database,
                    lastKept,
                    other + ", which may have led in between, is not suspended: it has not come back to the group yet,"
                            + " or was resumed and has undone what was lost"));
        }
        if (holdsMore(one.orElseThrow(), group, database, target, seen) == More.YES) {
            return Stream.of(MeasuredLoss.unknown(
                    database,
                    lastKept,
                    other + " holds commits that " + target
                            + " has not: it led before, and not the one that was taken for it"));
        }
        if (own.orElseThrow().committed().lsn() == null) {
            return Stream.of(MeasuredLoss.unknown(
                    database, lastKept, other + ", which may have led in between, does not tell its last commit"));
        }
        return Stream.empty();
    }

    /** Whether a copy has commits that the new primary has not. */
    enum More {
        YES,
        NO,
        UNTOLD
    }

    /** Tells whether an instance's own copy has commits that the new primary has not. */
    static More holdsMore(SqlInventory one, String group, String database, String target, Estate seen) {
        Lsn kept = seen.named(target)
                .flatMap(leader -> copy(leader, group, database, target))
                .map(DatabaseReplicaState::recovery)
                .orElse(null);
        DatabaseReplicaState own =
                copy(one, group, database, one.instance().name()).orElse(null);
        if (kept == null || own == null) {
            return More.UNTOLD;
        }
        Lsn committed = own.committed().lsn();
        if (committed != null) {
            return committed.compareTo(kept) > 0 ? More.YES : More.NO;
        }
        Lsn end = endOf(own);
        return end != null && end.compareTo(kept) <= 0 ? More.NO : More.UNTOLD;
    }

    private static @Nullable Lsn endOf(DatabaseReplicaState copy) {
        return copy.endOfLog() != null ? copy.endOfLog() : copy.hardened().lsn();
    }

    private static Optional<DatabaseReplicaState> copy(SqlInventory one, String group, String database, String server) {
        return one.group(group).flatMap(found -> found.database(database)).flatMap(found -> found.on(server));
    }
}
