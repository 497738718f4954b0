package io.quorate.sql;

import io.quorate.sql.SqlInstances.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a rolling patch of a group stands, as the instances show it. Without I/O. */
final class PatchState {
    final AvailabilityGroup group;
    final @Nullable SqlInventory primary;
    final List<String> obstacles = new ArrayList<>();
    private final PatchSpec.Wanted wanted;
    private final Sight sight;

    private PatchState(PatchSpec.Wanted wanted, AvailabilityGroup group, Sight sight) {
        this.wanted = wanted;
        this.group = group;
        this.sight = sight;
        List<SqlInventory> primaries = sight.estate().primaries(group.name());
        this.primary = primaries.size() == 1 ? primaries.get(0) : null;
        FailoverEstimates.splitBrain(group.name(), primaries, obstacles);
        if (primaries.isEmpty()) {
            obstacles.add("no primary of group " + group.name() + " answers");
        }
    }

    static PatchState of(PatchSpec.Wanted wanted, AvailabilityGroup group, Sight sight) {
        PatchState state = new PatchState(wanted, group, sight);
        state.judge();
        return state;
    }

    private void judge() {
        for (AvailabilityReplica replica : group.replicas()) {
            if (instance(replica).isEmpty()) {
                obstacles.add("replica " + replica.name()
                        + " does not answer, so whether it is patched, or may be left alone, cannot be told");
            }
        }
        for (String name : wanted.automatic()) {
            AvailabilityReplica replica = group.replica(name).orElse(null);
            if (replica == null) {
                obstacles.add(name + " is to be failed over to automatically and is none of the group's replicas");
            } else if (!replica.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT)) {
                obstacles.add(
                        name + " is to be failed over to automatically and commits " + replica.mode() + " (35211)");
            } else if (!group.clusterType().equals(ClusterType.WSFC)) {
                obstacles.add("group " + group.name() + " has cluster type " + group.clusterType()
                        + ", which knows no automatic failover of SQL Server's");
            }
        }
        if (group.distributed()) {
            obstacles.add("group " + group.name() + " is a distributed group; patch the groups it is made of");
        }
        String back = wanted.back();
        if (back != null && group.replica(back).isEmpty()) {
            obstacles.add(back + " is to lead at the end and is none of the group's replicas");
        }
        versions();
    }

    /** An instance that is older than the primary by a major version does not follow it, whatever one waits for. */
    private void versions() {
        if (primary == null) {
            return;
        }
        int leads = primary.instance().version().major();
        for (SqlInventory one : instances()) {
            if (one.instance().version().major() < leads && wanted.patched().test(one.instance())) {
                obstacles.add(one.instance().name() + " is "
                        + one.instance().version().product() + " and counts as patched,"
                        + " but primary " + primary.instance().name() + " is "
                        + primary.instance().version().product() + ", which it cannot follow (41191)");
            }
        }
    }

    Optional<SqlInventory> instance(AvailabilityReplica replica) {
        return sight.estate().named(replica.name());
    }

    private List<SqlInventory> instances() {
        return group.replicas().stream().flatMap(one -> instance(one).stream()).toList();
    }

    AvailabilityReplica replica(SqlInventory one) {
        return group.replica(one.instance().name()).orElseThrow();
    }

    boolean leads(SqlInventory one) {
        return primary != null && primary.instance().isNamed(one.instance().name());
    }

    boolean patched(SqlInventory one) {
        return wanted.patched().test(one.instance());
    }

    boolean automatic(SqlInventory one) {
        return replica(one).failover().equals(FailoverMode.AUTOMATIC);
    }

    boolean wantsAutomatic(SqlInventory one) {
        return wanted.automatic().contains(one.instance().name());
    }

    /** Those that are not patched: whose patch has begun, then who commits asynchronously, then the others, the primary last. */
    List<SqlInventory> waiting() {
        return instances().stream()
                .filter(one -> !patched(one))
                .sorted(Comparator.comparing(this::leads)
                        .thenComparing(one -> !begun(one))
                        .thenComparing(one -> replica(one).mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                        .thenComparing(this::automatic))
                .toList();
    }

    private boolean begun(SqlInventory one) {
        return wantsAutomatic(one) && !automatic(one);
    }

    /** Those that the cluster is to fail over to by itself again, or no more. */
    List<SqlInventory> otherwise() {
        return instances().stream()
                .filter(one -> wantsAutomatic(one) != automatic(one))
                .filter(one -> replica(one).mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT)
                        && !replica(one).failover().equals(FailoverMode.EXTERNAL))
                .toList();
    }

    /** Says what keeps an instance's copies from being in step as its mode wants; empty if nothing. */
    List<String> lagging(SqlInventory one) {
        AvailabilityReplica replica = replica(one);
        List<String> lagging = new ArrayList<>();
        if (replica.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            return lagging;
        }
        if (!leads(one)
                && (replica.state() == null
                        || !ConnectedState.CONNECTED.equals(replica.state().connected()))) {
            lagging.add(replica.name() + " is not connected");
        }
        boolean synchronous = replica.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT) && primarySynchronous();
        for (AvailabilityDatabase database : group.databases()) {
            DatabaseReplicaState state = database.on(replica.name()).orElse(null);
            boolean fine = leads(one)
                    || state != null
                            && !state.suspended()
                            && (state.is(SynchronizationState.SYNCHRONIZED)
                                    || !synchronous && state.is(SynchronizationState.SYNCHRONIZING));
            if (!fine) {
                lagging.add("database " + database.name() + " at " + replica.name() + " is "
                        + (state == null || state.synchronization() == null
                                ? "in a state that is not told"
                                : state.synchronization() + (state.suspended() ? ", suspended" : "")));
            }
        }
        return lagging;
    }

    private boolean primarySynchronous() {
        return primary != null && replica(primary).mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT);
    }

    /** Returns the secondaries, but one, that have every commit of the primary's. */
    List<SqlInventory> partners(SqlInventory but) {
        return instances().stream()
                .filter(one -> one != but && !leads(one))
                .filter(one -> replica(one).mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT) && primarySynchronous())
                .filter(one -> lagging(one).isEmpty())
                .toList();
    }

    /** Tells whether the primary would have no synchronized partner while one is patched; a primary is patched when another leads. */
    boolean leavesAlone(SqlInventory one) {
        return partners(one).size() < (leads(one) ? 2 : 1);
    }

    /** Tells whether a patched secondary commits synchronously, as one has to that takes over without loss. */
    boolean mayLead() {
        return instances().stream()
                .anyMatch(one ->
                        !leads(one) && patched(one) && replica(one).mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT));
    }

    /** Finds a patched secondary that the group can be failed over to without loss; who is chosen by the cluster, too, comes first. */
    Optional<SqlInventory> target() {
        String back = wanted.back();
        return instances().stream()
                .filter(one -> !leads(one) && patched(one))
                .filter(one -> FailoverEstimates.planned(group.name(), one, sight.estate())
                        .obstacles()
                        .isEmpty())
                .min(Comparator.comparing((SqlInventory one) -> !one.instance().isNamed(back == null ? "" : back))
                        .thenComparing(one -> !automatic(one)));
    }

    PatchPlan plan() {
        List<SqlInventory> waiting = waiting();
        return new PatchPlan(
                group.name(),
                group.id(),
                primary == null ? null : primary.instance().name(),
                instances().stream()
                        .filter(this::patched)
                        .map(one -> one.instance().name())
                        .toList(),
                names(waiting),
                names(waiting.stream().filter(this::leavesAlone).toList()),
                waiting.stream().anyMatch(this::leads),
                names(otherwise().stream().filter(this::wantsAutomatic).toList()),
                obstacles);
    }

    private static List<String> names(List<SqlInventory> instances) {
        return instances.stream().map(one -> one.instance().name()).toList();
    }
}
