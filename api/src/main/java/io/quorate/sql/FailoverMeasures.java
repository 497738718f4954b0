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
     * @param then the group as the new primary told it once it led; null where nobody knows
     * @param expected what was told before, a database each
     * @param resumed the copies that were resumed since, each {@code database@host}, because they held no more
     */
    static List<MeasuredLoss> of(
            String group,
            @Nullable String from,
            String target,
            @Nullable AvailabilityGroup then,
            List<DatabaseLoss> expected,
            List<String> resumed,
            Estate seen) {
        return expected.stream()
                .map(loss -> of(group, from, target, then, loss, resumed, seen))
                .toList();
    }

    private static MeasuredLoss of(
            String group,
            @Nullable String from,
            String target,
            @Nullable AvailabilityGroup then,
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
        Lsn began = lower(kept(group, database, target, seen), recovery(then, database, target));
        if (began == null) {
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
        Lsn kept = parted(own, began);
        Lsn had = endOf(own);
        Lsn committed = own.committed().lsn();
        if (had != null && had.compareTo(kept) <= 0 || committed != null && committed.compareTo(kept) <= 0) {
            return others(leader.get(), group, from, target)
                    .flatMap(other -> more(other, group, database, target, began, lastKept, resumed, seen))
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
            Lsn began,
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
        if (holdsMore(one.orElseThrow(), group, database, began) == More.YES) {
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

    /** Returns where the new primary's log went on when it last became it, which a restart of it moves; null where it does not tell. */
    static @Nullable Lsn kept(String group, String database, String target, Estate seen) {
        return seen.named(target)
                .flatMap(leader -> leader.group(group))
                .map(told -> recovery(told, database, target))
                .orElse(null);
    }

    private static @Nullable Lsn recovery(@Nullable AvailabilityGroup told, String database, String target) {
        return Optional.ofNullable(told)
                .flatMap(known -> known.database(database))
                .flatMap(known -> known.on(target))
                .map(DatabaseReplicaState::recovery)
                .orElse(null);
    }

    private static @Nullable Lsn lower(@Nullable Lsn one, @Nullable Lsn other) {
        return one == null || other == null ? one : one.compareTo(other) <= 0 ? one : other;
    }

    /** Returns where a copy's log parts from the primary's: where it would have to go back to, if it tells that, whatever the primary did since. */
    private static Lsn parted(DatabaseReplicaState copy, Lsn began) {
        Lsn back = copy.recovery();
        return copy.primary() || back == null ? began : back;
    }

    /**
     * Tells whether an instance's own copy has commits that the new primary has not.
     *
     * @param began where the new primary's log went on; null where it does not tell
     */
    static More holdsMore(SqlInventory one, String group, String database, @Nullable Lsn began) {
        DatabaseReplicaState own =
                copy(one, group, database, one.instance().name()).orElse(null);
        if (began == null || own == null) {
            return More.UNTOLD;
        }
        Lsn kept = parted(own, began);
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
