package io.quorate.sql.command;

import io.quorate.sql.AvailabilityDatabase;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityListener;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.ConnectedState;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.DatabaseState;
import io.quorate.sql.JoinState;
import io.quorate.sql.LogPosition;
import io.quorate.sql.OperationalState;
import io.quorate.sql.RecoveryHealth;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.ReplicaState;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.SynchronizationHealth;
import io.quorate.sql.SynchronizationState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A group as one instance tells it, being changed into what that instance tells once something is done and has settled: replicas are connected,
 * copies have come, and who commits synchronously is in step.
 */
final class GroupEdit {
    private final AvailabilityGroup before;
    private final String here;
    final List<AvailabilityListener> listeners;
    final Values values;
    private List<AvailabilityReplica> replicas;
    private List<AvailabilityDatabase> databases;

    @Nullable
    String primary;

    private GroupEdit(AvailabilityGroup before, String here) {
        this.before = before;
        this.here = here;
        this.primary = before.primary();
        this.values = new Values(before);
        this.replicas = new ArrayList<>(before.replicas());
        this.databases = new ArrayList<>(before.databases());
        this.listeners = new ArrayList<>(before.listeners());
    }

    /** What options of a group set. */
    static final class Values {
        io.quorate.sql.BackupPreference backupPreference;
        int failureConditionLevel;
        java.time.Duration healthCheckTimeout;
        boolean databaseFailover;
        boolean dtcPerDatabase;
        int required;

        @Nullable
        String connectionOptions;

        private Values(AvailabilityGroup group) {
            backupPreference = group.backupPreference();
            failureConditionLevel = group.failureConditionLevel();
            healthCheckTimeout = group.healthCheckTimeout();
            databaseFailover = group.databaseFailover();
            dtcPerDatabase = group.dtcPerDatabase();
            required = group.requiredSynchronizedSecondaries();
            connectionOptions = group.connectionOptions();
        }
    }

    /** @param here what the instance that tells it is called */
    static AvailabilityGroup of(AvailabilityGroup before, String here, Consumer<GroupEdit> changes) {
        GroupEdit edit = new GroupEdit(before, here);
        changes.accept(edit);
        return new AvailabilityGroup(
                before.name(),
                before.id(),
                before.clusterType(),
                before.basic(),
                before.distributed(),
                before.contained(),
                edit.values.backupPreference,
                edit.values.failureConditionLevel,
                edit.values.healthCheckTimeout,
                edit.values.databaseFailover,
                edit.values.dtcPerDatabase,
                edit.values.required,
                before.sequenceNumber() + 1,
                edit.values.connectionOptions,
                edit.primary,
                edit.leads() ? SynchronizationHealth.HEALTHY : before.health(),
                edit.replicas,
                edit.databases,
                edit.listeners);
    }

    boolean distributed() {
        return before.distributed();
    }

    boolean windows() {
        return before.clusterType().equals(io.quorate.sql.ClusterType.WSFC);
    }

    private boolean leads() {
        return here.equalsIgnoreCase(primary);
    }

    private boolean isHere(String server) {
        return here.equalsIgnoreCase(server);
    }

    // replicas

    /** Returns the replica that a host's instance is: by its name, or by where others reach it; empty where neither tells. */
    Optional<String> serverAt(String host) {
        return replicas.stream()
                .filter(one -> sameHost(one.name(), host) || sameHost(hostOf(one.endpointUrl()), host))
                .map(AvailabilityReplica::name)
                .findFirst();
    }

    private static String hostOf(String url) {
        String address = url.replaceFirst("^[A-Za-z]+://", "");
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }

    private static boolean sameHost(String name, String host) {
        return name.equalsIgnoreCase(host)
                || first(name).equals(first(host)) && !first(name).isEmpty();
    }

    /** Returns the first label of a name; nothing of an address, of which labels tell nothing. */
    private static String first(String name) {
        String machine = name.split("\\\\", 2)[0];
        return machine.matches("[0-9.:]*") ? machine : machine.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
    }

    Optional<AvailabilityReplica> replica(String server) {
        return replicas.stream().filter(one -> one.isNamed(server)).findFirst();
    }

    void addReplica(AvailabilityReplica replica) {
        removeReplica(replica.name());
        replicas.add(replica);
        state(replica.name(), null, JoinState.NOT_JOINED);
    }

    void removeReplica(String server) {
        replicas.removeIf(one -> one.isNamed(server));
        databases.replaceAll(one -> new AvailabilityDatabase(
                one.name(),
                one.id(),
                one.replicas().stream()
                        .filter(copy -> !copy.replica().equalsIgnoreCase(server))
                        .toList()));
    }

    void change(String server, UnaryOperator<AvailabilityReplica> change) {
        replicas.replaceAll(one -> one.isNamed(server) ? change.apply(one) : one);
    }

    void joined(String server) {
        state(server, ReplicaRole.SECONDARY, JoinState.JOINED_STANDALONE);
    }

    /** Has a replica lead; null for nobody. */
    void lead(@Nullable String server) {
        primary = server;
        for (AvailabilityReplica one : List.copyOf(replicas)) {
            boolean it = one.isNamed(String.valueOf(server));
            ReplicaState state = one.state();
            JoinState join = state == null ? null : state.join();
            state(
                    one.name(),
                    it ? ReplicaRole.PRIMARY : ReplicaRole.SECONDARY,
                    it && !joinedAlready(state) ? JoinState.JOINED_STANDALONE : join);
        }
        List.copyOf(databases).forEach(database -> replicas.forEach(one -> settle(database.name(), one.name())));
    }

    private static boolean joinedAlready(@Nullable ReplicaState state) {
        return state != null && state.joined();
    }

    /** Sets what the instance itself is, where its replica is called otherwise: as a member of a distributed group. */
    void localRole(ReplicaRole role) {
        replicas.replaceAll(one -> one.state() != null && one.state().local()
                ? with(one, state(true, role, one.state().join()))
                : one);
    }

    void localUnresolved() {
        localRole(ReplicaRole.RESOLVING);
    }

    private void state(String server, @Nullable ReplicaRole role, @Nullable JoinState join) {
        boolean told = leads() || isHere(server);
        boolean out = JoinState.NOT_JOINED.equals(join);
        ReplicaRole is = !told ? null : out && role != null && !ReplicaRole.PRIMARY.equals(role) ? null : role;
        change(server, one -> with(one, state(isHere(server), is, join)));
    }

    static ReplicaState state(boolean local, @Nullable ReplicaRole role, @Nullable JoinState join) {
        boolean in = role != null;
        return new ReplicaState(
                local,
                role,
                local && in ? OperationalState.ONLINE : null,
                in ? ConnectedState.CONNECTED : null,
                in ? SynchronizationHealth.HEALTHY : null,
                local && in ? RecoveryHealth.ONLINE : null,
                join,
                null,
                null,
                null);
    }

    static AvailabilityReplica with(AvailabilityReplica one, @Nullable ReplicaState state) {
        return new AvailabilityReplica(
                one.name(),
                one.id(),
                one.endpointUrl(),
                one.mode(),
                one.failover(),
                one.seeding(),
                one.backupPriority(),
                one.sessionTimeout(),
                one.primaryConnections(),
                one.secondaryConnections(),
                one.routingUrl(),
                one.routing(),
                one.readWriteRoutingUrl(),
                state);
    }

    // databases

    /** Puts a database into the group, and by itself at who has joined and seeds automatically. */
    void addDatabase(String name) {
        if (databases.stream().noneMatch(one -> one.name().equalsIgnoreCase(name))) {
            databases.add(new AvailabilityDatabase(name, null, List.of()));
        }
        if (primary != null) {
            copy(primary, name);
        }
        replicas.stream()
                .filter(one -> one.seeding().equals(SeedingMode.AUTOMATIC) && joinedAlready(one.state()))
                .forEach(one -> copy(one.name(), name));
    }

    void removeDatabase(String name) {
        databases.removeIf(one -> one.name().equalsIgnoreCase(name));
    }

    /** Has a replica get its copies by itself, if it may. */
    void seeded(String server) {
        boolean automatic = replica(server)
                .filter(one -> one.seeding().equals(SeedingMode.AUTOMATIC) && joinedAlready(one.state()))
                .isPresent();
        if (automatic) {
            List.copyOf(databases).forEach(one -> copy(server, one.name()));
        }
    }

    /** Has a replica have a copy that follows. */
    void copy(String server, String database) {
        boolean known = replica(server)
                .filter(one -> !one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY))
                .isPresent();
        if (!known || database(database).flatMap(one -> one.on(server)).isPresent()) {
            settle(database, server);
            return;
        }
        edit(database, copies -> copies.add(following(server, null, null)));
    }

    private Optional<AvailabilityDatabase> database(String name) {
        return databases.stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    void leave(String server, String database) {
        edit(database, copies -> copies.removeIf(one -> one.replica().equalsIgnoreCase(server)));
    }

    /** Has a copy rest, for a reason, or follow again: null. The primary's stands for all. */
    void suspend(String server, String database, @Nullable String reason) {
        boolean all = server.equalsIgnoreCase(primary);
        edit(
                database,
                copies -> copies.replaceAll(one -> {
                    boolean it = one.replica().equalsIgnoreCase(server);
                    return it || all ? following(one.replica(), one, it ? reason : reason == null ? null : "") : one;
                }));
    }

    /** Has all copies rest but those of who leads. */
    void restOthers(String reason) {
        for (AvailabilityDatabase database : List.copyOf(databases)) {
            edit(
                    database.name(),
                    copies -> copies.replaceAll(one ->
                            one.replica().equalsIgnoreCase(primary) ? one : following(one.replica(), one, reason)));
        }
    }

    private void settle(String database, String server) {
        edit(
                database,
                copies -> copies.replaceAll(one -> one.replica().equalsIgnoreCase(server)
                        ? following(one.replica(), one, one.suspendReason())
                        : one));
    }

    /** Brings the copies of a replica to its commit mode. */
    void settle(String server) {
        List.copyOf(databases).forEach(one -> settle(one.name(), server));
    }

    private void edit(String database, Consumer<List<DatabaseReplicaState>> change) {
        databases.replaceAll(one -> {
            if (!one.name().equalsIgnoreCase(database)) {
                return one;
            }
            List<DatabaseReplicaState> copies = new ArrayList<>(one.replicas());
            change.accept(copies);
            return new AvailabilityDatabase(one.name(), one.id(), copies);
        });
    }

    /** @param reason why it rests: empty for because the primary's does, null if it does not */
    private DatabaseReplicaState following(String server, @Nullable DatabaseReplicaState was, @Nullable String reason) {
        boolean its = server.equalsIgnoreCase(primary);
        boolean moves = reason == null;
        boolean both = its || commits(server) && commits(primary);
        boolean told = leads() || isHere(server);
        boolean rests = reason != null && !reason.isEmpty();
        return new DatabaseReplicaState(
                server,
                isHere(server),
                its,
                true,
                both && (moves || its),
                false,
                !told
                        ? null
                        : !moves && !its
                                ? SynchronizationState.NOT_SYNCHRONIZING
                                : both ? SynchronizationState.SYNCHRONIZED : SynchronizationState.SYNCHRONIZING,
                told ? moves ? SynchronizationHealth.HEALTHY : SynchronizationHealth.NOT_HEALTHY : null,
                told ? DatabaseState.ONLINE : null,
                rests && told,
                rests && told ? reason : null,
                position(was, DatabaseReplicaState::sent),
                position(was, DatabaseReplicaState::received),
                position(was, DatabaseReplicaState::hardened),
                position(was, DatabaseReplicaState::redone),
                position(was, DatabaseReplicaState::committed),
                was == null ? null : was.endOfLog(),
                was == null ? null : was.sendQueue(),
                was == null ? null : was.sendRate(),
                was == null ? null : was.redoQueue(),
                was == null ? null : was.redoRate(),
                was == null ? null : was.lag());
    }

    private static LogPosition position(
            @Nullable DatabaseReplicaState was, java.util.function.Function<DatabaseReplicaState, LogPosition> which) {
        return was == null ? LogPosition.UNKNOWN : Objects.requireNonNull(which.apply(was));
    }

    private boolean commits(@Nullable String server) {
        return server != null
                && replica(server)
                        .filter(one -> one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                        .isPresent();
    }
}
