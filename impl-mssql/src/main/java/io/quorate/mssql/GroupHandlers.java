package io.quorate.mssql;

import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.ClusterType;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.JoinState;
import io.quorate.sql.OperationalState;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SqlVersion;
import io.quorate.sql.SynchronizationState;
import io.quorate.sql.command.CreateDistributedGroup;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.DemoteGroup;
import io.quorate.sql.command.DenyCreateAnyDatabase;
import io.quorate.sql.command.DistributedMember;
import io.quorate.sql.command.DropGroup;
import io.quorate.sql.command.FailOver;
import io.quorate.sql.command.ForceFailOver;
import io.quorate.sql.command.ForgetGroup;
import io.quorate.sql.command.GrantCreateAnyDatabase;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.JoinDistributedGroup;
import io.quorate.sql.command.JoinGroup;
import io.quorate.sql.command.ModifyDistributedGroup;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.TakeGroupOffline;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How groups are made, changed, failed over and dropped. */
final class GroupHandlers {
    private GroupHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(
                new HostChange<>(CreateGroup.class, GroupHandlers::created, (c, seen) -> List.of(TSql.createGroup(c)))
                        .refusing(GroupHandlers::mayCreate),
                new HostChange<>(
                                CreateDistributedGroup.class,
                                (c, seen) -> distributed(c.group(), List.of(c.first(), c.second()), seen),
                                (c, seen) -> List.of(TSql.createDistributed(c)))
                        .refusing((c, seen) -> mayDistribute(seen)),
                new HostChange<>(
                                JoinDistributedGroup.class,
                                (c, seen) -> distributed(c.group(), List.of(c.first(), c.second()), seen),
                                (c, seen) -> List.of(TSql.joinDistributed(c)))
                        .refusing((c, seen) -> mayDistribute(seen)),
                new HostChange<>(ModifyDistributedGroup.class, GroupHandlers::modified, GroupHandlers::modify),
                new HostChange<>(JoinGroup.class, GroupHandlers::joined, (c, seen) -> List.of(TSql.join(c)))
                        .refusing((c, seen) -> {
                            Gates.hadr(seen.instance());
                            if (!c.clusterType().equals(ClusterType.WSFC)) {
                                Gates.since(seen.instance(), SqlVersion.SQL_2017, "CLUSTER_TYPE");
                            }
                        }),
                new PrimaryChange<>(
                                SetGroupOption.class,
                                SetGroupOption::group,
                                (c, group, seen) -> isSet(group, c.setting()),
                                c -> TSql.set(c.group(), c.setting()))
                        .refusing(GroupHandlers::mayChange),
                new HostChange<>(
                        GrantCreateAnyDatabase.class,
                        (c, seen) -> unreadable(c.group(), seen),
                        (c, seen) -> List.of(TSql.grantCreate(c.group()))),
                new HostChange<>(
                        DenyCreateAnyDatabase.class,
                        (c, seen) -> unreadable(c.group(), seen),
                        (c, seen) -> List.of(TSql.denyCreate(c.group()))),
                new HostChange<>(
                                FailOver.class,
                                (c, seen) -> leads(c.group(), null, seen),
                                (c, seen) -> List.of(TSql.failOver(c.group())))
                        .refusing(GroupHandlers::mayFailOver),
                new HostChange<>(
                                ForceFailOver.class,
                                (c, seen) -> leads(c.group(), c.id(), seen),
                                (c, seen) -> List.of(TSql.forceFailOver(c.group())))
                        .refusing(GroupHandlers::mayForce),
                new HostChange<>(
                        DemoteGroup.class, GroupHandlers::demoted, (c, seen) -> List.of(TSql.demote(c.group()))),
                new HostChange<>(
                        TakeGroupOffline.class, GroupHandlers::offline, (c, seen) -> List.of(TSql.offline(c.group()))),
                new HostChange<>(DropGroup.class, GroupHandlers::dropped, (c, seen) -> List.of(TSql.drop(c.group()))),
                new HostChange<>(
                                ForgetGroup.class,
                                (c, seen) -> dropped(c.group(), c.id(), seen),
                                (c, seen) -> List.of(TSql.drop(c.group())))
                        .refusing(GroupHandlers::mayForget));
    }

    private static Observation<AvailabilityGroup> created(CreateGroup c, SqlInventory seen) {
        Optional<AvailabilityGroup> there = seen.group(c.group());
        if (there.isEmpty()) {
            return Observation.absent();
        }
        AvailabilityGroup group = there.get();
        List<String> other = new ArrayList<>();
        String type = option(c, GroupOption.CLUSTER_TYPE).orElse(ClusterType.WSFC.word());
        if (!group.clusterType().equals(ClusterType.of(type))) {
            other.add("cluster type " + group.clusterType());
        }
        if (group.distributed()) {
            other.add("groups as its members");
        }
        if (group.basic() != option(c, GroupOption.BASIC).isPresent()) {
            other.add(group.basic() ? "option BASIC" : "option BASIC not set");
        }
        if (group.contained() != option(c, GroupOption.CONTAINED).isPresent()) {
            other.add(group.contained() ? "option CONTAINED" : "option CONTAINED not set");
        }
        Set<String> replicas =
                names(group.replicas().stream().map(AvailabilityReplica::name).toList());
        Set<String> wanted =
                names(c.replicas().stream().map(one -> one.server()).toList());
        // A secondary that has not heard all yet tells of fewer; nobody else adds one while it is being made.
        if (!replicas.equals(wanted)) {
            other.add("replicas " + String.join(", ", replicas));
        }
        return Seen.compared(group, "group " + c.group(), other);
    }

    private static Optional<String> option(CreateGroup c, GroupOption option) {
        return c.options().stream()
                .filter(one -> one.option() == option)
                .map(GroupSetting::value)
                .findFirst();
    }

    private static Set<String> names(List<String> names) {
        return names.stream().collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
    }

    private static void mayCreate(CreateGroup c, SqlInventory seen) {
        Gates.options(seen.instance(), c.options());
        Gates.edition(seen.instance(), option(c, GroupOption.BASIC).isPresent());
        c.replicas().forEach(replica -> Gates.replica(seen.instance(), replica));
        Gates.hadr(seen.instance());
        String here = seen.instance().name();
        if (c.replicas().stream().noneMatch(replica -> replica.server().equalsIgnoreCase(here))) {
            throw Seen.refused(35_237, "the instance is " + here + ", and none of the replicas is called so");
        }
    }

    private static void mayChange(SetGroupOption c, AvailabilityGroup group, SqlInventory seen) {
        Gates.change(seen.instance(), c.setting());
        if (group.distributed()) {
            Gates.since(seen.instance(), SqlVersion.SQL_2022, c.setting().option() + " of a distributed group");
        }
    }

    private static void mayDistribute(SqlInventory seen) {
        Gates.since(seen.instance(), SqlVersion.SQL_2016, "DISTRIBUTED");
        Gates.edition(seen.instance(), false);
        Gates.hadr(seen.instance());
    }

    private static Observation<Void> distributed(String name, List<DistributedMember> members, SqlInventory seen) {
        Optional<AvailabilityGroup> there = seen.group(name);
        if (there.isEmpty()) {
            return Observation.absent();
        }
        AvailabilityGroup group = there.get();
        Set<String> wanted =
                names(members.stream().map(DistributedMember::group).toList());
        Set<String> found =
                names(group.replicas().stream().map(AvailabilityReplica::name).toList());
        List<String> other = new ArrayList<>();
        if (!group.distributed()) {
            other.add("instances as its members");
        } else if (!found.isEmpty() && !found.equals(wanted)) {
            other.add("members " + String.join(", ", found));
        }
        return other.isEmpty()
                ? Seen.so()
                : Seen.other(Seen.conflict("group " + name + " is there, but with " + String.join(", ", other)));
    }

    private static Observation<Void> modified(ModifyDistributedGroup c, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(c.group());
        Optional<AvailabilityReplica> member =
                group.flatMap(one -> one.replica(c.member().group()));
        if (member.isEmpty()) {
            return Seen.other(Seen.missing(
                    seen.instance().name() + " has no member " + c.member().group() + " of group " + c.group()));
        }
        return Seen.so(different(c, member.get()).isEmpty());
    }

    private static List<String> different(ModifyDistributedGroup c, AvailabilityReplica is) {
        List<String> different = new ArrayList<>();
        if (!is.endpointUrl().equalsIgnoreCase(c.member().listenerUrl())) {
            different.add("LISTENER_URL");
        }
        if (!is.mode().equals(c.member().mode())) {
            different.add("AVAILABILITY_MODE");
        }
        if (c.member().seeding() != null && !is.seeding().equals(c.member().seeding())) {
            different.add("SEEDING_MODE");
        }
        return different;
    }

    private static List<SqlStep> modify(ModifyDistributedGroup c, SqlInventory seen) {
        Optional<AvailabilityReplica> is =
                seen.group(c.group()).flatMap(one -> one.replica(c.member().group()));
        List<String> options = is.isPresent()
                ? different(c, is.get())
                : c.member().seeding() == null
                        ? List.of("LISTENER_URL", "AVAILABILITY_MODE")
                        : List.of("LISTENER_URL", "AVAILABILITY_MODE", "SEEDING_MODE");
        return options.stream()
                .map(option -> TSql.modifyDistributed(
                        c,
                        option,
                        switch (option) {
                            case "LISTENER_URL" -> Sql.text(c.member().listenerUrl());
                            case "AVAILABILITY_MODE" -> c.member().mode().word();
                            default -> String.valueOf(c.member().seeding());
                        }))
                .toList();
    }

    private static Observation<Void> joined(JoinGroup c, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(c.group());
        if (group.isEmpty()) {
            return Observation.absent();
        }
        if (!group.get().clusterType().equals(c.clusterType())) {
            return Seen.other(Seen.conflict("group " + c.group() + " has cluster type "
                    + group.get().clusterType() + ", not " + c.clusterType()));
        }
        boolean out = Roles.local(group.get(), seen)
                .map(AvailabilityReplica::state)
                .map(state -> state.join())
                .filter(JoinState.NOT_JOINED::equals)
                .isPresent();
        return Seen.so(!out);
    }

    private static Observation<Void> isSet(AvailabilityGroup group, GroupSetting setting) {
        String value = setting.value();
        return switch (setting.option()) {
            case AUTOMATED_BACKUP_PREFERENCE ->
                Seen.so(group.backupPreference().word().equals(value));
            case FAILURE_CONDITION_LEVEL ->
                Seen.so(String.valueOf(group.failureConditionLevel()).equals(value));
            case HEALTH_CHECK_TIMEOUT -> Seen.so(group.healthCheckTimeout().toMillis() == Long.parseLong(value));
            case DB_FAILOVER -> Seen.so(group.databaseFailover() == value.equals("ON"));
            case DTC_SUPPORT -> Seen.so(group.dtcPerDatabase() == value.equals("PER_DB"));
            case REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT ->
                Seen.so(group.requiredSynchronizedSecondaries() == Long.parseLong(value));
            case CLUSTER_CONNECTION_OPTIONS ->
                Seen.so(Objects.requireNonNullElse(group.connectionOptions(), "")
                        .equals(value));
            default -> Observation.unknown(setting.option() + " is shown by no view", null);
        };
    }

    private static Observation<Void> unreadable(String group, SqlInventory seen) {
        return seen.group(group).isEmpty()
                ? Seen.other(Seen.missing(seen.instance().name() + " has no replica of group " + group))
                : Observation.unknown("whether a group may create databases is shown by no view", null);
    }

    /** Refuses a group of another id: consent was given for the one. */
    private static Optional<Fault> another(AvailabilityGroup group, UUID id) {
        return group.id().equals(id)
                ? Optional.empty()
                : Optional.of(Seen.conflict("group " + group.name() + " has the id " + group.id() + ", not " + id));
    }

    private static Observation<Void> leads(String name, @Nullable UUID id, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(name);
        if (group.isEmpty()) {
            return Seen.other(Seen.missing(seen.instance().name() + " has no replica of group " + name));
        }
        Optional<Fault> other = id == null ? Optional.empty() : another(group.get(), id);
        return other.isPresent() ? Seen.other(other.get()) : Seen.so(Roles.is(ReplicaRole.PRIMARY, group.get(), seen));
    }

    private static void mayFailOver(FailOver c, SqlInventory seen) {
        AvailabilityGroup group = seen.group(c.group()).orElseThrow();
        if (group.distributed()) {
            throw Seen.refused(19_504, "group " + c.group() + " is a distributed one");
        }
        if (group.clusterType().equals(ClusterType.NONE)) {
            throw Seen.refused(47_122, "group " + c.group() + " has no cluster under it");
        }
        if (group.clusterType().equals(ClusterType.EXTERNAL)) {
            throw Seen.refused(47_104, "group " + c.group() + " belongs to a cluster manager that is not Windows'");
        }
        List<String> behind = group.databases().stream()
                .filter(database -> Roles.copy(group, database.name(), seen)
                        .filter(DatabaseReplicaState::failoverReady)
                        .isEmpty())
                .map(database -> database.name())
                .toList();
        if (!behind.isEmpty()) {
            throw Seen.refused(
                    41_142,
                    "not ready for a failover without loss on "
                            + seen.instance().name() + ": " + String.join(", ", behind));
        }
    }

    /** A database that undoes, or waits for log, cannot start as primary, whoever consents. */
    private static void mayForce(ForceFailOver c, SqlInventory seen) {
        AvailabilityGroup group = seen.group(c.group()).orElseThrow();
        List<String> unfit = group.databases().stream()
                .flatMap(database -> Roles.copy(group, database.name(), seen)
                        .filter(copy ->
                                copy.is(SynchronizationState.REVERTING) || copy.is(SynchronizationState.INITIALIZING))
                        .map(copy -> database.name() + " (" + copy.synchronization() + ")")
                        .stream())
                .toList();
        if (!unfit.isEmpty()) {
            throw Seen.conflict("these could not start as primary on "
                    + seen.instance().name() + ": " + String.join(", ", unfit) + "; nothing was sent");
        }
    }

    private static Observation<Void> demoted(DemoteGroup c, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(c.group());
        if (group.isEmpty()) {
            return Seen.other(Seen.missing(seen.instance().name() + " has no replica of group " + c.group()));
        }
        Optional<Fault> other = another(group.get(), c.id());
        return other.isPresent()
                ? Seen.other(other.get())
                : Seen.so(Roles.is(ReplicaRole.SECONDARY, group.get(), seen));
    }

    private static Observation<Void> offline(TakeGroupOffline c, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(c.group());
        if (group.isEmpty()) {
            return Seen.other(Seen.missing(seen.instance().name() + " has no replica of group " + c.group()));
        }
        Optional<Fault> other = another(group.get(), c.id());
        if (other.isPresent()) {
            return Seen.other(other.get());
        }
        boolean off = Roles.local(group.get(), seen)
                .map(AvailabilityReplica::state)
                .filter(state ->
                        OperationalState.OFFLINE.equals(state.operational()) || state.is(ReplicaRole.RESOLVING))
                .isPresent();
        return Seen.so(off);
    }

    private static Observation<Void> dropped(DropGroup c, SqlInventory seen) {
        return dropped(c.group(), c.id(), seen);
    }

    private static Observation<Void> dropped(String name, UUID id, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(name);
        if (group.isEmpty()) {
            return Seen.so();
        }
        return another(group.get(), id).<Observation<Void>>map(Seen::other).orElseGet(Observation::absent);
    }

    /** A drop at a replica takes the group from all of them, so it is for what is left at one that is none. */
    private static void mayForget(ForgetGroup c, SqlInventory seen) {
        AvailabilityGroup group = seen.group(c.group()).orElseThrow();
        for (ReplicaRole role : List.of(ReplicaRole.PRIMARY, ReplicaRole.SECONDARY)) {
            if (Roles.is(role, group, seen)) {
                throw Seen.conflict(seen.instance().name() + " is " + role + " of group " + c.group()
                        + ", not what was left of it; nothing was sent");
            }
        }
    }
}
