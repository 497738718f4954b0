package io.quorate.sql;

import io.quorate.spi.Placeholder;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddReplica;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.JoinGroup;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.SetGroupOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What lies between instances as they are and a group as it is wanted. A function of the two, without I/O.
 *
 * <p>The steps stand in an order that the instances take: endpoints and who may connect to them, the group, joins, the right to seed, databases, the
 * listener, then options, one a statement. With an obstacle no step is taken.
 */
final class GroupDiff {
    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    private GroupDiff(String endpoint, GroupSpec.Wanted wanted, Estate seen) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = new GroupSteps(endpoint);
    }

    static GroupPlan of(String endpoint, GroupSpec.Wanted wanted, Estate seen) {
        GroupDiff diff = new GroupDiff(endpoint, wanted, seen);
        new GroupPreflight(wanted, seen, diff.out).run();
        try {
            diff.run();
        } catch (IllegalArgumentException e) {
            diff.out.against(String.valueOf(e.getMessage()));
        }
        return diff.out.plan(wanted.name());
    }

    private void run() {
        new EndpointDiff(wanted, seen, out).run();
        List<SqlInventory> holders = seen.holders(wanted.name());
        List<SqlInventory> primaries = seen.primaries(wanted.name());
        if (primaries.size() > 1) {
            out.against(
                    "group " + wanted.name() + " has several primaries: " + SplitBrain.words(primaries, wanted.name())
                            + "; decide which one is right, then demote the others");
        } else if (primaries.size() == 1) {
            there(primaries.get(0), primaries.get(0).group(wanted.name()).orElseThrow());
        } else if (holders.isEmpty()) {
            fresh();
        } else {
            out.against("group " + wanted.name() + " has no primary: "
                    + holders.stream()
                            .map(one -> one.instance().name() + " is "
                                    + Estate.role(one, wanted.name())
                                            .map(ReplicaRole::word)
                                            .orElse("of unknown role"))
                            .collect(Collectors.joining(", "))
                    + "; fail over, or drop what is left of it");
        }
    }

    private void fresh() {
        SqlInventory primary = seen.at(wanted.replicas().get(0).host()).orElseThrow();
        DatabaseDiff databases = new DatabaseDiff(wanted, seen, out);
        databases.backups(primary, wanted.databases());
        List<GroupSetting> options = new ArrayList<>(wanted.options());
        if (!wanted.clusterType().equals(ClusterType.WSFC)) {
            options.add(0, GroupSetting.of(wanted.clusterType()));
        }
        List<ReplicaDefinition> replicas =
                wanted.replicas().stream().map(this::definition).toList();
        out.add(
                new CreateGroup(primary.instance().host(), wanted.name(), options, wanted.databases(), replicas, null),
                "create group " + wanted.name() + " at " + primary.instance().name() + " with "
                        + replicas.stream().map(ReplicaDefinition::server).collect(Collectors.joining(", ")));
        List<ReplicaSpec.Wanted> secondaries =
                wanted.replicas().subList(1, wanted.replicas().size());
        secondaries.forEach(this::join);
        databases.fresh(primary);
        if (wanted.listener() != null) {
            out.add(
                    new AddListener(wanted.name(), wanted.listener()),
                    "give group " + wanted.name() + " the listener "
                            + wanted.listener().dnsName());
        }
    }

    private SqlInventory inventory(ReplicaSpec.Wanted replica) {
        return seen.at(replica.host()).orElseThrow();
    }

    private String server(ReplicaSpec.Wanted replica) {
        return inventory(replica).instance().name();
    }

    private void join(ReplicaSpec.Wanted replica) {
        out.add(
                new JoinGroup(replica.host(), wanted.name(), wanted.clusterType()),
                "have " + server(replica) + " join group " + wanted.name());
    }

    private ReplicaDefinition definition(ReplicaSpec.Wanted one) {
        return definition(one, failover(one));
    }

    /** What is wished of a replica that is there: who may fail over to it stays unless that was said, or has to follow the mode. */
    private ReplicaDefinition wish(ReplicaSpec.Wanted one, @Nullable AvailabilityReplica there) {
        if (there != null
                && one.failover() == null
                && there.mode().equals(one.mode())
                && !one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            return definition(one, there.failover());
        }
        return definition(one, failover(one));
    }

    private ReplicaDefinition definition(ReplicaSpec.Wanted one, @Nullable FailoverMode failover) {
        return new ReplicaDefinition(
                server(one),
                url(one),
                one.mode(),
                failover,
                one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY) ? null : one.seeding(),
                one.backupPriority(),
                one.sessionTimeout(),
                one.primaryConnections(),
                one.secondaryConnections(),
                one.routingUrl(),
                one.routing(),
                one.readWriteRoutingUrl());
    }

    private String url(ReplicaSpec.Wanted one) {
        if (one.endpointUrl() != null) {
            return one.endpointUrl();
        }
        MirroringEndpoint there = inventory(one).endpoint();
        return "TCP://" + one.host() + ":" + (there == null ? wanted.endpointPort() : there.port());
    }

    private @Nullable FailoverMode failover(ReplicaSpec.Wanted one) {
        if (one.failover() != null || one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY)) {
            return one.failover();
        }
        if (wanted.clusterType().equals(ClusterType.EXTERNAL)) {
            return FailoverMode.EXTERNAL;
        }
        boolean automatic = wanted.clusterType().equals(ClusterType.WSFC)
                && one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT)
                && !inventory(one).instance().clustered();
        return automatic ? FailoverMode.AUTOMATIC : FailoverMode.MANUAL;
    }

    private void there(SqlInventory primary, AvailabilityGroup group) {
        unlike(group);
        List<ReplicaSpec.Wanted> added = new ArrayList<>();
        for (ReplicaSpec.Wanted one : wanted.replicas()) {
            if (group.replica(server(one)).isEmpty()) {
                added.add(one);
                out.add(
                        new AddReplica(wanted.name(), definition(one).routing(null)),
                        "add replica " + server(one) + " to group " + wanted.name());
            }
        }
        wanted.replicas().stream().filter(one -> !joined(group, one)).forEach(this::join);
        new DatabaseDiff(wanted, seen, out).there(primary, group);
        new ListenerDiff(wanted, out).run(group);
        options(group);
        new ReplicaDiff(wanted.name(), out)
                .run(
                        group,
                        wanted.replicas().stream()
                                .map(one -> pair(one, group.replica(server(one)).orElse(null)))
                                .toList());
    }

    private ReplicaDiff.Pair pair(ReplicaSpec.Wanted one, @Nullable AvailabilityReplica there) {
        return new ReplicaDiff.Pair(wish(one, there), there);
    }

    /** What was decided when the group was made, and what is there besides. */
    private void unlike(AvailabilityGroup group) {
        String name = "group " + wanted.name();
        if (!group.clusterType().equals(wanted.clusterType())) {
            out.against(name + " has cluster type " + group.clusterType() + ", not " + wanted.clusterType()
                    + ", which cannot be changed");
        }
        if (group.distributed()) {
            out.against(name + " is a distributed group");
        }
        if (group.basic() != wanted.has(GroupOption.BASIC)) {
            out.against(name + (group.basic() ? " is" : " is not") + " a basic group, which cannot be changed");
        }
        if (group.contained() != wanted.has(GroupOption.CONTAINED)) {
            out.against(name + (group.contained() ? " is" : " is not") + " a contained group, which cannot be changed");
        }
        for (AvailabilityReplica replica : group.replicas()) {
            if (wanted.replicas().stream().noneMatch(one -> replica.isNamed(server(one)))) {
                out.against(name + " has a further replica, " + replica.name() + "; remove it, or wish for it");
            }
        }
        for (SqlInventory holder : seen.holders(wanted.name())) {
            AvailabilityGroup theirs = holder.group(wanted.name()).orElseThrow();
            boolean pretended = Placeholder.isPlaceholder(theirs.id()) || Placeholder.isPlaceholder(group.id());
            if (!theirs.id().equals(group.id()) && !pretended) {
                out.against(holder.instance().name() + " has another group of that name (" + theirs.id()
                        + "); drop it there");
            }
        }
        for (AvailabilityDatabase database : group.databases()) {
            boolean own = group.systemDatabases().contains(database);
            if (!own && wanted.databases().stream().noneMatch(database.name()::equalsIgnoreCase)) {
                out.hint(name + " has a further database, " + database.name() + "; it stays");
            }
        }
    }

    private boolean joined(AvailabilityGroup group, ReplicaSpec.Wanted one) {
        AvailabilityReplica replica = group.replica(server(one)).orElse(null);
        if (replica != null && replica.state() != null && replica.state().join() != null) {
            return replica.state().joined();
        }
        return inventory(one)
                .group(wanted.name())
                .filter(theirs -> theirs.id().equals(group.id()))
                .isPresent();
    }

    private void options(AvailabilityGroup group) {
        for (GroupSetting setting : wanted.options()) {
            String now = now(group, setting.option());
            if (setting.option().alterable() && now != null && !now.equals(setting.value())) {
                out.add(
                        new SetGroupOption(wanted.name(), setting),
                        "set " + setting + " of group " + wanted.name() + ", which is " + now);
            }
        }
    }

    private static @Nullable String now(AvailabilityGroup group, GroupOption option) {
        return switch (option) {
            case AUTOMATED_BACKUP_PREFERENCE -> group.backupPreference().word();
            case FAILURE_CONDITION_LEVEL -> Integer.toString(group.failureConditionLevel());
            case HEALTH_CHECK_TIMEOUT ->
                Long.toString(group.healthCheckTimeout().toMillis());
            case DB_FAILOVER -> group.databaseFailover() ? "ON" : "OFF";
            case DTC_SUPPORT -> group.dtcPerDatabase() ? "PER_DB" : "NONE";
            case REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT ->
                Integer.toString(group.requiredSynchronizedSecondaries());
            case CLUSTER_CONNECTION_OPTIONS -> Objects.requireNonNullElse(group.connectionOptions(), "");
            default -> null;
        };
    }
}
