package io.quorate.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Judges a group by what its primary tells. A function, without I/O. */
final class GroupHealth {
    private static final Duration LASTS = Duration.ofDays(30);

    private final AvailabilityGroup group;
    private final List<HealthFinding> found = new ArrayList<>();

    private GroupHealth(AvailabilityGroup group) {
        this.group = group;
    }

    static List<HealthFinding> of(SqlInventory primary, AvailabilityGroup group, Estate estate, Instant now) {
        GroupHealth health = new GroupHealth(group);
        health.group(primary);
        health.replicas();
        health.databases();
        health.certificates(estate, now);
        return List.copyOf(health.found);
    }

    private void add(HealthPolicy policy, String object, String words) {
        found.add(new HealthFinding(policy, object, words));
    }

    private void group(SqlInventory primary) {
        InstanceCluster cluster = primary.instance().cluster();
        boolean quorum = cluster != null && cluster.quorumState().equals(InstanceCluster.NORMAL);
        if (group.clusterType().equals(ClusterType.WSFC) && !quorum) {
            add(
                    HealthPolicy.CLUSTER_STATE,
                    group.name(),
                    cluster == null ? "there is no cluster" : "its quorum is " + cluster.quorumState());
        }
        if (!Estate.leads(primary, group.name())) {
            add(HealthPolicy.GROUP_ONLINE, group.name(), "nobody leads it");
        }
        List<AvailabilityReplica> automatic = group.replicas().stream()
                .filter(one -> one.failover().equals(FailoverMode.AUTOMATIC))
                .toList();
        boolean primaryAutomatic = automatic.stream().anyMatch(AvailabilityReplica::isPrimary);
        boolean wanted = primaryAutomatic && automatic.size() > 1;
        if (wanted && automatic.stream().filter(one -> !one.isPrimary()).noneMatch(this::ready)) {
            add(HealthPolicy.AUTOMATIC_FAILOVER_READY, group.name(), "no secondary is ready for an automatic failover");
        }
    }

    private boolean ready(AvailabilityReplica replica) {
        return group.databases().stream()
                .allMatch(database -> database.on(replica.name())
                        .filter(DatabaseReplicaState::failoverReady)
                        .isPresent());
    }

    private void replicas() {
        boolean roles = true;
        boolean connected = true;
        boolean inStep = true;
        boolean synchronous = true;
        for (AvailabilityReplica replica : group.replicas()) {
            ReplicaState state = replica.state();
            ReplicaRole role = state == null ? null : state.role();
            if (!ReplicaRole.PRIMARY.equals(role) && !ReplicaRole.SECONDARY.equals(role)) {
                roles = false;
                add(HealthPolicy.REPLICA_ROLE, replica.name(), "it is " + (role == null ? "of unknown role" : role));
            }
            if (state == null || !ConnectedState.CONNECTED.equals(state.connected())) {
                connected = false;
                add(
                        HealthPolicy.REPLICA_CONNECTED,
                        replica.name(),
                        "it is not connected"
                                + (state == null || state.lastError() == null ? "" : ": " + state.lastError()));
            }
            if (state != null && JoinState.NOT_JOINED.equals(state.join())) {
                add(HealthPolicy.REPLICA_JOINED, replica.name(), "it has not joined");
            }
            if (group.databases().stream().anyMatch(database -> !inStep(replica, database))) {
                inStep = false;
                synchronous &= !replica.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT);
                add(HealthPolicy.REPLICA_SYNCHRONIZED, replica.name(), "a database of it is not in step");
            }
        }
        if (!roles) {
            add(HealthPolicy.REPLICAS_HAVE_ROLES, group.name(), "a replica is neither primary nor secondary");
        }
        if (!connected) {
            add(HealthPolicy.REPLICAS_CONNECTED, group.name(), "a replica is not connected");
        }
        if (!inStep) {
            add(HealthPolicy.REPLICAS_SYNCHRONIZED, group.name(), "a replica is not in step");
        }
        if (!synchronous) {
            add(
                    HealthPolicy.SYNCHRONOUS_REPLICAS_SYNCHRONIZED,
                    group.name(),
                    "a replica that commits synchronously is not synchronized");
        }
    }

    private static boolean inStep(AvailabilityReplica replica, AvailabilityDatabase database) {
        if (replica.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            return true;
        }
        Optional<DatabaseReplicaState> state = database.on(replica.name());
        boolean synchronous = replica.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT);
        return state.filter(one -> one.is(SynchronizationState.SYNCHRONIZED)
                        || !synchronous && one.is(SynchronizationState.SYNCHRONIZING))
                .isPresent();
    }

    private void databases() {
        for (AvailabilityDatabase database : group.databases()) {
            for (AvailabilityReplica replica : group.replicas()) {
                DatabaseReplicaState state = database.on(replica.name()).orElse(null);
                String object = database.name() + " at " + replica.name();
                if (state != null && state.suspended()) {
                    add(
                            HealthPolicy.DATABASE_NOT_SUSPENDED,
                            object,
                            "it is suspended: "
                                    + Objects.requireNonNullElse(state.suspendReason(), "no reason is told"));
                }
                boolean holds = !replica.mode().equals(AvailabilityMode.CONFIGURATION_ONLY);
                if (holds && (state == null || !state.joined())) {
                    add(HealthPolicy.DATABASE_JOINED, object, "it has not joined");
                }
                if (!inStep(replica, database)) {
                    add(
                            HealthPolicy.DATABASE_SYNCHRONIZED,
                            object,
                            "it is "
                                    + (state == null || state.synchronization() == null
                                            ? "in a state that is not told"
                                            : state.synchronization()));
                }
            }
        }
    }

    private void certificates(Estate estate, Instant now) {
        for (SqlInventory one : estate.holders(group.name())) {
            EndpointCertificate shown = EndpointCertificate.of(one, now);
            if (shown != null && shown.left().compareTo(LASTS) < 0) {
                add(
                        HealthPolicy.ENDPOINT_CERTIFICATE_LASTS,
                        shown.server(),
                        "certificate " + shown.certificate().name() + " of its mirroring endpoint "
                                + (shown.expired()
                                        ? "expired at " + shown.certificate().expires() + "; no partner connects anew"
                                        : "expires at " + shown.certificate().expires() + ", in "
                                                + shown.left().toDays() + " days"));
            }
        }
    }
}
