package io.quorate.sql.command;

import io.quorate.spi.Placeholder;
import io.quorate.sql.AllowedConnections;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.ClusterType;
import io.quorate.sql.DatabaseState;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.JoinState;
import io.quorate.sql.LoginSid;
import io.quorate.sql.RecoveryModel;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.RoutingList;
import io.quorate.sql.SeedingMode;
import io.quorate.sql.SqlDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rehearsal makes of what is there: groups, replicas and databases with one thing changed. */
final class RehearsedParts {
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int LEVEL = 3;
    private static final int PRIORITY = 50;
    private static final int FIRST_OWN = 5;

    private RehearsedParts() {}

    // databases

    static SqlDatabase database(String name, DatabaseState state) {
        return new SqlDatabase(
                name,
                FIRST_OWN,
                state,
                RecoveryModel.FULL,
                true,
                false,
                "MULTI_USER",
                false,
                false,
                null,
                null,
                LoginSid.of(""),
                null,
                "",
                0,
                false,
                List.of());
    }

    static SqlDatabase database(SqlDatabase one, @Nullable String group, boolean fullBackup) {
        return new SqlDatabase(
                one.name(),
                one.id(),
                one.state(),
                one.recoveryModel(),
                fullBackup,
                one.readOnly(),
                one.userAccess(),
                one.autoClose(),
                one.mirrored(),
                group,
                one.encryption(),
                one.ownerSid(),
                one.owner(),
                one.collation(),
                one.compatibility(),
                one.contained(),
                one.files());
    }

    static SqlDatabase backedUp(SqlDatabase one) {
        return database(one, one.group(), true);
    }

    // groups

    static UUID id(String group) {
        return Placeholder.uuid("availability group " + group);
    }

    private static AvailabilityGroup group(
            String name,
            ClusterType type,
            boolean distributed,
            @Nullable String primary,
            List<AvailabilityReplica> all) {
        return new AvailabilityGroup(
                name,
                id(name),
                type,
                false,
                distributed,
                false,
                BackupPreference.SECONDARY,
                LEVEL,
                TIMEOUT,
                false,
                false,
                0,
                0,
                null,
                primary,
                null,
                all,
                List.of(),
                List.of());
    }

    /** A group of which an instance knows nothing yet but that it is to join it. */
    static AvailabilityGroup joined(String name, ClusterType type, String server, String host) {
        AvailabilityReplica own = new AvailabilityReplica(
                server,
                null,
                "TCP://" + host + ":0",
                AvailabilityMode.SYNCHRONOUS_COMMIT,
                FailoverMode.MANUAL,
                SeedingMode.AUTOMATIC,
                PRIORITY,
                SESSION,
                AllowedConnections.ALL,
                AllowedConnections.NO,
                null,
                RoutingList.NONE,
                null,
                GroupEdit.state(true, null, JoinState.NOT_JOINED));
        return group(name, type, false, null, List.of(own));
    }

    static void distributed(
            InventoryEdit edit, String name, DistributedMember first, DistributedMember second, ReplicaRole role) {
        boolean leads = role.equals(ReplicaRole.PRIMARY);
        ReplicaRole other = leads ? ReplicaRole.SECONDARY : null;
        edit.add(group(
                name,
                ClusterType.WSFC,
                true,
                leads ? first.group() : null,
                List.of(member(first, leads, leads ? role : other), member(second, !leads, leads ? other : role))));
    }

    private static AvailabilityReplica member(DistributedMember wanted, boolean local, @Nullable ReplicaRole role) {
        return new AvailabilityReplica(
                wanted.group(),
                null,
                wanted.listenerUrl(),
                wanted.mode(),
                FailoverMode.MANUAL,
                Objects.requireNonNullElse(wanted.seeding(), SeedingMode.MANUAL),
                PRIORITY,
                SESSION,
                AllowedConnections.ALL,
                AllowedConnections.NO,
                null,
                RoutingList.NONE,
                null,
                GroupEdit.state(local, role, JoinState.JOINED_STANDALONE));
    }

    static AvailabilityReplica member(AvailabilityReplica one, DistributedMember wanted) {
        AvailabilityReplica is = member(wanted, false, null);
        return new AvailabilityReplica(
                one.name(),
                one.id(),
                wanted.listenerUrl(),
                wanted.mode(),
                one.failover(),
                wanted.seeding() == null ? one.seeding() : is.seeding(),
                one.backupPriority(),
                one.sessionTimeout(),
                one.primaryConnections(),
                one.secondaryConnections(),
                one.routingUrl(),
                one.routing(),
                one.readWriteRoutingUrl(),
                one.state());
    }

    static void set(GroupEdit.Values values, GroupSetting setting) {
        String value = setting.value();
        switch (setting.option()) {
            case AUTOMATED_BACKUP_PREFERENCE -> values.backupPreference = BackupPreference.of(value);
            case FAILURE_CONDITION_LEVEL -> values.failureConditionLevel = Integer.parseInt(value);
            case HEALTH_CHECK_TIMEOUT -> values.healthCheckTimeout = Duration.ofMillis(Long.parseLong(value));
            case DB_FAILOVER -> values.databaseFailover = value.equals("ON");
            case DTC_SUPPORT -> values.dtcPerDatabase = value.equals("PER_DB");
            case REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT -> values.required = Integer.parseInt(value);
            case CLUSTER_CONNECTION_OPTIONS -> values.connectionOptions = value.isEmpty() ? null : value;
            default -> {
                // it shows in no view
            }
        }
    }

    // replicas

    static AvailabilityReplica set(AvailabilityReplica one, ReplicaSetting setting) {
        Is is = new Is(setting);
        return new AvailabilityReplica(
                one.name(),
                one.id(),
                is.or(ReplicaOption.ENDPOINT_URL, Function.identity(), one.endpointUrl()),
                is.or(ReplicaOption.AVAILABILITY_MODE, AvailabilityMode::of, one.mode()),
                is.or(ReplicaOption.FAILOVER_MODE, FailoverMode::of, one.failover()),
                is.or(ReplicaOption.SEEDING_MODE, SeedingMode::of, one.seeding()),
                is.or(ReplicaOption.BACKUP_PRIORITY, Integer::parseInt, one.backupPriority()),
                is.or(
                        ReplicaOption.SESSION_TIMEOUT,
                        value -> Duration.ofSeconds(Long.parseLong(value)),
                        one.sessionTimeout()),
                is.or(ReplicaOption.PRIMARY_CONNECTIONS, AllowedConnections::of, one.primaryConnections()),
                is.or(ReplicaOption.SECONDARY_CONNECTIONS, AllowedConnections::of, one.secondaryConnections()),
                is.url(ReplicaOption.READ_ONLY_ROUTING_URL, one.routingUrl()),
                one.routing(),
                is.url(ReplicaOption.READ_WRITE_ROUTING_URL, one.readWriteRoutingUrl()),
                one.state());
    }

    /** The one option that a setting sets. */
    private record Is(ReplicaSetting setting) {
        <T> T or(ReplicaOption option, Function<String, T> read, T now) {
            return setting.option() == option ? read.apply(setting.value()) : now;
        }

        @Nullable
        String url(ReplicaOption option, @Nullable String now) {
            return setting.option() != option ? now : setting.value().isEmpty() ? null : setting.value();
        }
    }

    static AvailabilityReplica routing(AvailabilityReplica one, RoutingList routing) {
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
                routing,
                one.readWriteRoutingUrl(),
                one.state());
    }
}
