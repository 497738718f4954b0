package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ResumeDatabase;
import io.quorate.sql.command.SetGroupOption;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The planned move of a group of cluster type NONE, by the documented steps. No commit that a client was told of can be lost: each waits for a
 * synchronised secondary before the old primary steps down, and whether the target has all is looked at after it has.
 */
final class ReadScaleMove {
    private static final String WHY = "the old primary takes no more, and the new one has all";

    private final Calls calls;
    private final String group;

    ReadScaleMove(Calls calls, String group) {
        this.calls = calls;
        this.group = group;
    }

    /** Tells whether an earlier move has got as far as nobody leading: every replica answers, and all are secondaries. */
    static boolean isHalfDone(String name, Estate seen) {
        Optional<AvailabilityGroup> group = seen.group(name);
        List<SqlInventory> holders = seen.holders(name);
        return group.isPresent()
                && group.get().clusterType().equals(ClusterType.NONE)
                && holders.size() == group.get().replicas().size()
                && holders.stream()
                        .allMatch(one -> Estate.role(one, name)
                                .filter(ReplicaRole.SECONDARY::equals)
                                .isPresent());
    }

    /** Says what another instance has of the group that an instance has not; empty if it has all, as far as they tell. */
    static Optional<String> behind(String name, SqlInventory target, Estate seen) {
        AvailabilityGroup own = target.group(name).orElseThrow();
        for (SqlInventory other : seen.holders(name)) {
            AvailabilityGroup theirs = other.group(name).orElseThrow();
            for (AvailabilityDatabase database : theirs.databases()) {
                BigInteger needed = committed(theirs, database.name(), other);
                BigInteger has = hardened(own, database.name(), target);
                if (needed != null && (has == null || has.compareTo(needed) < 0)) {
                    return Optional.of("database " + database.name() + " at "
                            + target.instance().name() + " has log up to " + (has == null ? "nowhere" : has) + ", and "
                            + other.instance().name() + " has commits up to " + needed);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable BigInteger hardened(AvailabilityGroup group, String database, SqlInventory one) {
        return position(group, database, one, DatabaseReplicaState::hardened);
    }

    private static @Nullable BigInteger committed(AvailabilityGroup group, String database, SqlInventory one) {
        return position(group, database, one, DatabaseReplicaState::committed);
    }

    private static @Nullable BigInteger position(
            AvailabilityGroup group,
            String database,
            SqlInventory one,
            Function<DatabaseReplicaState, LogPosition> which) {
        return group.database(database)
                .flatMap(found -> found.on(one.instance().name()))
                .map(which)
                .map(LogPosition::lsn)
                .map(Lsn::value)
                .orElse(null);
    }

    /**
     * Moves the group.
     *
     * @param seen what was seen when nothing spoke against it
     * @param settled waits until the target leads and serves; is told who led before
     */
    FailoverOutcome to(SqlInventory target, Estate seen, Function<@Nullable String, FailoverOutcome> settled) {
        SqlInventory old = seen.primaries(group).stream().findFirst().orElse(null);
        AvailabilityGroup told = seen.group(group).orElseThrow();
        UUID id = told.id();
        boolean raised = old != null && told.requiredSynchronizedSecondaries() == 0;
        if (raised) {
            required(1);
        }
        if (old != null) {
            stepDown(old, target, id, raised);
        }
        calls.give(Order.create(
                        calls.endpoint(), new ForceFailOver(target.instance().host(), group, id))
                .with(Consent.to(id.toString(), WHY)));
        List<String> resumed = new ArrayList<>();
        FailoverOutcome outcome =
                settled.apply(old == null ? null : old.instance().name());
        resume(target, resumed);
        if (raised) {
            required(0);
        }
        return new FailoverOutcome(
                outcome.group(),
                outcome.from(),
                outcome.target(),
                outcome.role(),
                outcome.whole(),
                List.of(),
                resumed,
                List.of());
    }

    private void required(int secondaries) {
        calls.ensure(new SetGroupOption(
                group, GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, secondaries)));
    }

    private void stepDown(SqlInventory old, SqlInventory target, UUID id, boolean raised) {
        long started = calls.runtime().nanos();
        List<String> obstacles =
                FailoverEstimates.planned(group, target, read(old, target)).obstacles();
        if (!obstacles.isEmpty()) {
            if (raised) {
                required(0);
            }
            throw Reports.conflict(calls, "sql.group.failover", "availability group " + group, started, obstacles);
        }
        calls.give(Order.ensure(calls.endpoint(), new DemoteGroup(old.instance().host(), group, id))
                .with(Consent.to(
                        id.toString(), "it hands over to " + target.instance().name())));
        Estate now = read(old, target);
        SqlInventory after = now.at(target.instance().host()).orElseThrow();
        Optional<String> behind = behind(group, after, now);
        if (behind.isPresent()) {
            calls.give(Order.create(
                            calls.endpoint(), new ForceFailOver(old.instance().host(), group, id))
                    .with(Consent.to(id.toString(), "it has all, and who was to lead has not")));
            resume(old, new ArrayList<>());
            if (raised) {
                required(0);
            }
            throw Reports.conflict(
                    calls,
                    "sql.group.failover",
                    "availability group " + group,
                    started,
                    List.of(behind.get() + "; " + old.instance().name() + " leads again"));
        }
    }

    private Estate read(SqlInventory one, SqlInventory other) {
        return new SqlInstances(calls)
                .estate(List.of(one.instance().host(), other.instance().host()));
    }

    /** Has those follow that were suspended by the change of roles; all of them have no more than who leads now. */
    private void resume(SqlInventory leader, List<String> resumed) {
        for (SqlInventory one : new SqlInstances(calls).sight().estate().holders(group)) {
            String host = one.instance().host();
            if (host.equalsIgnoreCase(leader.instance().host())) {
                continue;
            }
            for (AvailabilityDatabase database : one.group(group).orElseThrow().databases()) {
                boolean rests = database.on(one.instance().name())
                        .filter(DatabaseReplicaState::suspended)
                        .isPresent();
                if (rests) {
                    calls.ensure(new ResumeDatabase(host, group, database.name()));
                    resumed.add(database.name() + "@" + host);
                }
            }
        }
    }
}
