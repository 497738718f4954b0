package io.quorate.sql;

import io.quorate.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a failover needs and loses, from what instances tell. A function, without I/O. */
final class FailoverEstimates {
    private static final long MILLIS = 1000;

    private FailoverEstimates() {}

    /** Judges a planned failover to an instance. */
    static FailoverCheck planned(String name, SqlInventory target, Estate seen) {
        String server = target.instance().name();
        List<String> obstacles = new ArrayList<>();
        List<SqlInventory> primaries = seen.primaries(name);
        SqlInventory primary = primaries.isEmpty() ? null : primaries.get(0);
        AvailabilityGroup local = target.group(name).orElse(null);
        if (local == null) {
            obstacles.add(server + " has no replica of group " + name);
            return new FailoverCheck(name, server, null, obstacles, null);
        }
        splitBrain(name, primaries, obstacles);
        boolean demoted = primary == null && ReadScaleMove.isHalfDone(name, seen);
        if (primary == null && !demoted) {
            obstacles.add("no primary of group " + name
                    + " answers; a planned failover needs one, a forced one loses what it has not sent");
        }
        if (local.clusterType().equals(ClusterType.EXTERNAL)) {
            obstacles.add(external(name, server));
        }
        if (local.distributed()) {
            obstacles.add(
                    "group " + name + " is distributed, which knows the forced failover only (19504); fail it over"
                            + " as a distributed group");
        }
        if (demoted) {
            ReadScaleMove.behind(name, target, seen).ifPresent(obstacles::add);
            return new FailoverCheck(name, server, null, obstacles, recovery(local, local, server));
        }
        ReplicaRole role = Estate.role(target, name).orElse(null);
        if (!ReplicaRole.SECONDARY.equals(role)) {
            obstacles.add(server + " is " + (role == null ? "of unknown role" : role) + ", not SECONDARY (41122)");
        }
        AvailabilityGroup told = primary == null ? local : primary.group(name).orElse(local);
        told.replica(server)
                .map(AvailabilityReplica::state)
                .map(ReplicaState::connected)
                .filter(ConnectedState.DISCONNECTED::equals)
                .ifPresent(state -> obstacles.add(server + " is not connected to the primary"));
        for (AvailabilityDatabase database : told.databases()) {
            DatabaseReplicaState state = database.on(server).orElse(null);
            if (state == null || !state.failoverReady()) {
                obstacles.add("database " + database.name() + " is not ready at " + server + ": "
                        + (state == null || state.synchronization() == null
                                ? "nothing is told of it"
                                : state.synchronization())
                        + " (41142)");
            }
        }
        return new FailoverCheck(
                name,
                server,
                primary == null ? null : primary.instance().name(),
                obstacles,
                recovery(told, local, server));
    }

    private static String external(String name, String server) {
        return "group " + name + " has cluster type EXTERNAL, so its cluster manager fails over (47104); move its"
                + " resource to " + server + " there (Pacemaker: pcs resource move)";
    }

    static void splitBrain(String name, List<SqlInventory> primaries, List<String> obstacles) {
        if (primaries.size() > 1) {
            obstacles.add("group " + name + " has several primaries: " + SplitBrain.words(primaries, name)
                    + "; decide which one is right, then demote the others");
        }
    }

    /** How long the slowest database needs; null where one of them does not tell. */
    private static @Nullable Duration recovery(AvailabilityGroup told, AvailabilityGroup local, String server) {
        Duration longest = Duration.ZERO;
        for (AvailabilityDatabase database : told.databases()) {
            Optional<DatabaseReplicaState> state = local.database(database.name())
                    .flatMap(one -> one.on(server))
                    .or(() -> database.on(server));
            Duration one = state.map(FailoverEstimates::recovery).orElse(null);
            if (one == null) {
                return null;
            }
            longest = one.compareTo(longest) > 0 ? one : longest;
        }
        return longest;
    }

    /** How long the log that waits takes to apply; null where it is not told. */
    static @Nullable Duration recovery(DatabaseReplicaState state) {
        Size queue = state.redoQueue();
        Size rate = state.redoRate();
        if (queue == null) {
            return null;
        }
        if (queue.bytes() == 0) {
            return Duration.ZERO;
        }
        if (rate == null || rate.bytes() == 0) {
            return null;
        }
        return Duration.ofMillis((long) Math.ceil((double) queue.bytes() / rate.bytes() * MILLIS));
    }

    /** Judges a forced failover to an instance. */
    static ForcedFailover forced(
            String name, SqlInventory target, Estate seen, @Nullable GroupSnapshot last, Instant now) {
        String server = target.instance().name();
        List<String> refusals = new ArrayList<>();
        List<DatabaseLoss> losses = new ArrayList<>();
        AvailabilityGroup local = target.group(name).orElse(null);
        if (local == null) {
            refusals.add(server + " has no replica of group " + name);
            return new ForcedFailover(name, new UUID(0, 0), target.instance().host(), server, losses, refusals);
        }
        List<SqlInventory> primaries = seen.primaries(name);
        splitBrain(name, primaries, refusals);
        if (local.clusterType().equals(ClusterType.EXTERNAL)) {
            refusals.add(external(name, server));
        }
        if (Estate.leads(target, name)) {
            refusals.add(server + " is the primary already (41122)");
        }
        if (local.distributed()) {
            for (AvailabilityDatabase database : members(local, target)) {
                losses.add(loss(database.name(), server, database.on(server).orElse(null), null, now));
            }
            return new ForcedFailover(name, local.id(), target.instance().host(), server, unknown(losses), refusals);
        }
        AvailabilityGroup live =
                primaries.size() == 1 ? primaries.get(0).group(name).orElseThrow() : null;
        GroupSnapshot known = live != null ? new GroupSnapshot(now, live) : usable(last, local) ? last : null;
        for (AvailabilityDatabase database : local.databases()) {
            DatabaseReplicaState state = database.on(server).orElse(null);
            SynchronizationState is = state == null ? null : state.synchronization();
            if (SynchronizationState.REVERTING.equals(is) || SynchronizationState.INITIALIZING.equals(is)) {
                refusals.add("database " + database.name() + " is " + is + " at " + server
                        + ", and could not start as primary; wait until it is through, or take another replica");
            }
            if (state == null || !state.joined()) {
                refusals.add("database " + database.name() + " has no joined copy at " + server);
            }
            losses.add(loss(database.name(), server, state, known, now));
        }
        String from = primaries.isEmpty()
                ? seen.group(name)
                        .map(AvailabilityGroup::primary)
                        .orElse(known == null ? null : known.group().primary())
                : primaries.get(0).instance().name();
        return new ForcedFailover(name, local.id(), target.instance().host(), server, losses, refusals, from);
    }

    /** The databases of the group by which an instance takes part in a distributed one. */
    private static List<AvailabilityDatabase> members(AvailabilityGroup distributed, SqlInventory target) {
        return distributed.replicas().stream()
                .filter(member -> member.state() != null && member.state().local())
                .flatMap(member -> target.group(member.name()).stream())
                .flatMap(group -> group.databases().stream())
                .toList();
    }

    /** Being in step with its own group's primary says nothing of the other group. */
    private static List<DatabaseLoss> unknown(List<DatabaseLoss> losses) {
        return losses.stream()
                .map(one -> new DatabaseLoss(
                        one.database(), DatabaseLoss.Kind.UNKNOWN, null, null, one.lastCommit(), one.recovery()))
                .toList();
    }

    private static boolean usable(@Nullable GroupSnapshot last, AvailabilityGroup local) {
        return last != null && last.group().id().equals(local.id());
    }

    private static DatabaseLoss loss(
            String database,
            String server,
            @Nullable DatabaseReplicaState state,
            @Nullable GroupSnapshot known,
            Instant now) {
        Instant lastCommit = state == null ? null : state.committed().time();
        Duration recovery = state == null ? null : recovery(state);
        if (state != null && state.failoverReady()) {
            return new DatabaseLoss(database, DatabaseLoss.Kind.NONE, Size.bytes(0), null, lastCommit, recovery);
        }
        Size queue = known == null
                ? null
                : known.group()
                        .database(database)
                        .flatMap(one -> one.on(server))
                        .map(DatabaseReplicaState::sendQueue)
                        .orElse(null);
        if (known == null || queue == null) {
            return new DatabaseLoss(database, DatabaseLoss.Kind.UNKNOWN, null, null, lastCommit, recovery);
        }
        Duration age = Duration.between(known.at(), now);
        return new DatabaseLoss(
                database,
                DatabaseLoss.Kind.ESTIMATED,
                queue,
                age.isNegative() ? Duration.ZERO : age,
                lastCommit,
                recovery);
    }
}
