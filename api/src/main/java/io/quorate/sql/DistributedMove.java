package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.call.Waiter;
import io.quorate.error.DeadlineExceededException;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.DistributedMember;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ModifyDistributedGroup;
import io.quorate.sql.command.SetGroupOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The failover of a distributed group by the documented steps, which loses nothing where the last hardened log positions were equal. */
final class DistributedMove {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Calls calls;
    private final String name;

    DistributedMove(Calls calls, String name) {
        this.calls = calls;
        this.name = name;
    }

    /**
     * The two sides as they are seen at one moment.
     *
     * @param from the side that is to follow; null where its primary does not answer
     * @param to the side that is to lead
     */
    private record Sides(@Nullable SqlInventory from, SqlInventory to, AvailabilityGroup distributed, String other) {}

    /** Finds the two sides; says what is in the way. */
    private static @Nullable Sides sides(String name, String group, Estate seen, List<String> obstacles) {
        List<SqlInventory> leaders = seen.primaries(group);
        if (leaders.size() != 1) {
            obstacles.add(
                    "group " + group + (leaders.isEmpty() ? " has no primary that answers" : " has several primaries"));
            return null;
        }
        SqlInventory to = leaders.get(0);
        AvailabilityGroup distributed = to.group(name).orElse(null);
        if (distributed == null || !distributed.distributed()) {
            obstacles.add(to.instance().name() + " has no distributed group " + name);
            return null;
        }
        String other = distributed.replicas().stream()
                .map(AvailabilityReplica::name)
                .filter(member -> !member.equalsIgnoreCase(group))
                .findFirst()
                .orElse("");
        if (distributed.replica(group).isEmpty() || other.isEmpty()) {
            obstacles.add("group " + group + " is no member of distributed group " + name);
            return null;
        }
        List<SqlInventory> others = seen.primaries(other);
        return new Sides(others.size() == 1 ? others.get(0) : null, to, distributed, other);
    }

    /** Tells what a side is in the distributed group, as it says itself. */
    private static boolean is(ReplicaRole role, String name, SqlInventory side) {
        return side.group(name).stream()
                .flatMap(group -> group.replicas().stream())
                .map(AvailabilityReplica::state)
                .anyMatch(state -> state != null && state.local() && state.is(role));
    }

    static FailoverCheck check(String name, String group, Estate seen) {
        List<String> obstacles = new ArrayList<>();
        Sides sides = sides(name, group, seen, obstacles);
        if (sides == null) {
            return new FailoverCheck(name, group, null, obstacles, null);
        }
        SqlInventory from = sides.from();
        if (is(ReplicaRole.PRIMARY, name, sides.to())) {
            obstacles.add("group " + group + " leads already (41122)");
        } else if (from == null) {
            obstacles.add("no primary of group " + sides.other()
                    + " answers, so nobody knows what it has; only a forced failover goes without it");
        } else if (from.group(name).isEmpty()) {
            obstacles.add(from.instance().name() + " has no distributed group " + name);
        } else {
            copies(sides, from, group, obstacles);
        }
        return new FailoverCheck(name, group, sides.other(), obstacles, null);
    }

    private static void copies(Sides sides, SqlInventory from, String group, List<String> obstacles) {
        AvailabilityGroup theirs = from.group(sides.other()).orElseThrow();
        AvailabilityGroup own = sides.to().group(group).orElseThrow();
        for (AvailabilityDatabase database : theirs.databases()) {
            if (!theirs.systemDatabases().contains(database)
                    && own.database(database.name()).isEmpty()) {
                obstacles.add("database " + database.name() + " has no copy in group " + group);
            }
        }
    }

    FailoverOutcome to(String group, Duration atMost) {
        long started = calls.runtime().nanos();
        Estate seen = read();
        List<String> obstacles = new ArrayList<>();
        Sides sides = sides(name, group, seen, obstacles);
        boolean leads = sides != null && is(ReplicaRole.PRIMARY, name, sides.to());
        if (sides == null || !leads) {
            obstacles = check(name, group, seen).obstacles();
        }
        if (!obstacles.isEmpty() || sides == null) {
            throw refused(started, obstacles);
        }
        if (!leads) {
            hand(sides, Objects.requireNonNull(sides.from()), group, started, atMost);
        }
        return settled(sides, group, started, atMost);
    }

    private void hand(Sides sides, SqlInventory from, String group, long started, Duration atMost) {
        UUID id = sides.distributed().id();
        List<DistributedMember> before = asynchronous(sides);
        before.forEach(member -> both(sides, from, with(member, AvailabilityMode.SYNCHRONOUS_COMMIT)));
        boolean stepsDown = is(ReplicaRole.PRIMARY, name, from);
        boolean raised = stepsDown
                && sides.distributed().requiredSynchronizedSecondaries() == 0
                && from.instance().version().atLeast(SqlVersion.SQL_2022)
                && sides.to().instance().version().atLeast(SqlVersion.SQL_2022);
        if (raised) {
            required(1);
        }
        if (stepsDown) {
            calls.give(Order.ensure(
                            calls.endpoint(), new DemoteGroup(from.instance().host(), name, id))
                    .with(Consent.to(id.toString(), "it hands over to group " + group)));
        }
        Optional<String> behind = caughtUp(sides, from, group, atMost);
        if (behind.isPresent()) {
            force(from, id, "it has all, and group " + group + " has not");
            back(sides, from, before, raised);
            throw refused(started, List.of(behind.get() + "; group " + sides.other() + " leads again"));
        }
        force(sides.to(), id, "it has all that group " + sides.other() + " has, which takes no more");
        back(sides, from, before, raised);
    }

    private void force(SqlInventory side, UUID id, String why) {
        calls.give(
                Order.create(calls.endpoint(), new ForceFailOver(side.instance().host(), name, id))
                        .with(Consent.to(id.toString(), why)));
    }

    private void back(Sides sides, SqlInventory from, List<DistributedMember> before, boolean raised) {
        if (raised) {
            required(0);
        }
        before.forEach(member -> both(sides, from, member));
    }

    private void required(int secondaries) {
        calls.ensure(new SetGroupOption(
                name, GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, secondaries)));
    }

    /** The members that do not commit synchronously, as they are. */
    private static List<DistributedMember> asynchronous(Sides sides) {
        return sides.distributed().replicas().stream()
                .filter(member -> !member.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                .map(member -> new DistributedMember(member.name(), member.endpointUrl(), member.mode(), null))
                .toList();
    }

    private static DistributedMember with(DistributedMember member, AvailabilityMode mode) {
        return new DistributedMember(member.group(), member.listenerUrl(), mode, member.seeding());
    }

    private void both(Sides sides, SqlInventory from, DistributedMember member) {
        for (SqlInventory side : List.of(from, sides.to())) {
            calls.ensure(new ModifyDistributedGroup(side.instance().host(), name, member));
        }
    }

    /** Waits until the side that is to lead has hardened all that the other one has; says what it lacks if it does not. */
    private Optional<String> caughtUp(Sides sides, SqlInventory from, String group, Duration atMost) {
        if (calls.rehearses()) {
            return Optional.empty();
        }
        List<String> hosts =
                List.of(from.instance().host(), sides.to().instance().host());
        try {
            Waiter.of(
                            calls.runtime(),
                            "group " + group + " has all that group " + sides.other() + " has",
                            () -> new SqlInstances(calls).estate(hosts))
                    .until(now -> behind(sides, now, group).isEmpty())
                    .describedBy(now -> behind(sides, now, group).orElse(""))
                    .every(LOOK_AGAIN)
                    .await(atMost);
            return Optional.empty();
        } catch (DeadlineExceededException e) {
            return behind(sides, new SqlInstances(calls).estate(hosts), group);
        }
    }

    private static Optional<String> behind(Sides sides, Estate now, String group) {
        for (SqlInventory from : now.primaries(sides.other())) {
            for (AvailabilityDatabase database :
                    from.group(sides.other()).orElseThrow().databases()) {
                Lsn has = hardened(from, sides.other(), database.name());
                Lsn got = now.primaries(group).stream()
                        .findFirst()
                        .map(to -> hardened(to, group, database.name()))
                        .orElse(null);
                boolean own = from.group(sides.other())
                        .orElseThrow()
                        .systemDatabases()
                        .contains(database);
                if (!own && (has == null || got == null || !has.equals(got))) {
                    return Optional.of("database " + database.name() + " of group " + group + " has log up to " + got
                            + ", that of group " + sides.other() + " up to " + has);
                }
            }
        }
        return now.primaries(sides.other()).isEmpty()
                ? Optional.of("no primary of group " + sides.other() + " answers")
                : Optional.empty();
    }

    private static @Nullable Lsn hardened(SqlInventory one, String group, String database) {
        return one.group(group)
                .flatMap(found -> found.database(database))
                .flatMap(found -> found.on(one.instance().name()))
                .map(copy -> copy.hardened().lsn())
                .orElse(null);
    }

    private FailoverOutcome settled(Sides sides, String group, long started, Duration atMost) {
        String host = sides.to().instance().host();
        SqlInventory after = Waiter.of(
                        calls.runtime(),
                        "group " + group + " leads distributed group " + name,
                        () -> new SqlInstances(calls).inventory(host))
                .until(now -> is(ReplicaRole.PRIMARY, name, now))
                .describedBy(now -> "it does not lead yet")
                .every(LOOK_AGAIN)
                .await(atMost);
        Duration took = Duration.ofNanos(calls.runtime().nanos() - started);
        return new FailoverOutcome(
                after.group(name).orElseThrow(), sides.other(), group, took, took, List.of(), List.of(), List.of());
    }

    private io.quorate.error.ConflictException refused(long started, List<String> obstacles) {
        return Reports.conflict(
                calls, "sql.group.failover-distributed", "distributed group " + name, started, obstacles);
    }

    private Estate read() {
        return new SqlInstances(calls).sight().estate();
    }
}
