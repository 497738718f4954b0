package io.quorate.sql;

import io.quorate.call.Calls;
import io.quorate.error.BusyException;
import io.quorate.sql.command.GetLogUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The logs of a group's databases, looked at where they grow: at the primary. */
final class GroupLogs {
    private final Calls calls;
    private final String group;

    GroupLogs(Calls calls, String group) {
        this.calls = calls;
        this.group = group;
    }

    /** One look: what the primary's databases use, and who holds it. */
    private record Look(List<LogUse> uses, SqlInventory primary) {}

    List<LogUse> uses() {
        return look().uses();
    }

    private Look look() {
        long started = calls.runtime().nanos();
        Estate estate = new SqlInstances(calls).sight().estate();
        List<String> obstacles = new ArrayList<>();
        List<SqlInventory> primaries = estate.primaries(group);
        FailoverEstimates.splitBrain(group, primaries, obstacles);
        if (primaries.isEmpty()) {
            obstacles.add("no primary of group " + group + " answers, and logs grow at the primary");
        }
        if (!obstacles.isEmpty()) {
            throw Reports.conflict(calls, "sql.log.get", "availability group " + group, started, obstacles);
        }
        SqlInventory primary = primaries.get(0);
        AvailabilityGroup told = primary.group(group).orElseThrow();
        List<LogUse> uses = calls.run(new GetLogUse(primary.instance().host())).stream()
                .filter(use -> told.database(use.database()).isPresent())
                .toList();
        return new Look(uses, primary);
    }

    List<LogGrowth> watch(Duration every, Duration atMost, Consumer<LogGrowth> hears) {
        if (every.isZero() || every.isNegative()) {
            throw new IllegalArgumentException("two looks are some time apart: " + every);
        }
        long end = calls.runtime().nanos() + atMost.toNanos();
        List<LogGrowth> last = List.of();
        Look before = look();
        do {
            pause(every);
            Look now = look();
            last = between(before, now);
            last.forEach(hears);
            before = now;
        } while (calls.runtime().nanos() - end < 0);
        return last;
    }

    private void pause(Duration time) {
        long started = calls.runtime().nanos();
        try {
            calls.runtime().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException(
                    calls.report(
                            "sql.log.watch",
                            "availability group " + group,
                            started,
                            "interrupted between two looks",
                            null),
                    e);
        }
    }

    private List<LogGrowth> between(Look before, Look now) {
        List<LogGrowth> growths = new ArrayList<>();
        for (LogUse use : now.uses()) {
            Optional<LogUse> first = before.uses().stream()
                    .filter(one -> one.database().equalsIgnoreCase(use.database()))
                    .findFirst();
            first.ifPresent(one -> growths.add(new LogGrowth(one, use, holders(now.primary(), use.database()))));
        }
        return growths;
    }

    private List<LogHolder> holders(SqlInventory primary, String database) {
        AvailabilityGroup told = primary.group(group).orElseThrow();
        List<LogHolder> holders = new ArrayList<>();
        for (AvailabilityReplica replica : told.replicas()) {
            if (primary.instance().isNamed(replica.name())
                    || replica.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
                continue;
            }
            why(primary, told, replica, database).ifPresent(why -> holders.add(new LogHolder(replica.name(), why)));
        }
        return holders;
    }

    private Optional<LogHolder.Why> why(
            SqlInventory primary, AvailabilityGroup told, AvailabilityReplica replica, String database) {
        Optional<DatabaseReplicaState> copy = told.database(database).flatMap(one -> one.on(replica.name()));
        ReplicaState state = replica.state();
        if (copy.filter(DatabaseReplicaState::suspended).isPresent()) {
            return Optional.of(LogHolder.Why.SUSPENDED);
        }
        if (state != null && ConnectedState.DISCONNECTED.equals(state.connected())) {
            return Optional.of(LogHolder.Why.DISCONNECTED);
        }
        boolean seeds = primary.seedings().stream()
                .anyMatch(run -> run.group().equalsIgnoreCase(group)
                        && run.database().equalsIgnoreCase(database)
                        && run.replica().equalsIgnoreCase(replica.name())
                        && !run.failed()
                        && !run.state().equalsIgnoreCase("COMPLETED"));
        if (seeds && copy.filter(DatabaseReplicaState::joined).isEmpty()) {
            return Optional.of(LogHolder.Why.SEEDING);
        }
        boolean behind = copy.map(DatabaseReplicaState::sendQueue)
                .filter(queue -> queue.bytes() > 0)
                .isPresent();
        return behind ? Optional.of(LogHolder.Why.BEHIND) : Optional.empty();
    }
}
