package io.quorate.sql;

import io.quorate.sql.command.AddDatabase;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddListenerAddress;
import io.quorate.sql.command.AddReplica;
import io.quorate.sql.command.BackUpDatabase;
import io.quorate.sql.command.BackUpLog;
import io.quorate.sql.command.CreateGroup;
import io.quorate.sql.command.GrantCreateAnyDatabase;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.JoinDatabase;
import io.quorate.sql.command.JoinGroup;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.ReplicaDefinition;
import io.quorate.sql.command.ReplicaOption;
import io.quorate.sql.command.ReplicaSetting;
import io.quorate.sql.command.RestoreDatabase;
import io.quorate.sql.command.RestoreLog;
import io.quorate.sql.command.SetGroupOption;
import io.quorate.sql.command.SetListenerPort;
import io.quorate.sql.command.SetReplicaOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        return new GroupPlan(wanted.name(), diff.out.steps, diff.out.obstacles, diff.out.hints);
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
        backups(primary, wanted.databases());
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
        boolean automatic = !wanted.databases().isEmpty()
                && secondaries.stream().anyMatch(one -> one.seeding().equals(SeedingMode.AUTOMATIC));
        if (automatic) {
            grant(wanted.replicas().get(0));
            secondaries.stream()
                    .filter(one -> one.seeding().equals(SeedingMode.AUTOMATIC))
                    .forEach(this::grant);
        }
        for (ReplicaSpec.Wanted one : secondaries) {
            if (one.seeding().equals(SeedingMode.MANUAL)) {
                wanted.databases().forEach(database -> seed(primary, inventory(one), database));
            }
        }
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

    private void grant(ReplicaSpec.Wanted replica) {
        out.add(
                new GrantCreateAnyDatabase(replica.host(), wanted.name()),
                "let group " + wanted.name() + " create databases at " + server(replica) + ", which seeding needs");
    }

    private void backups(SqlInventory primary, List<String> databases) {
        for (String name : databases) {
            Optional<SqlDatabase> database = primary.database(name);
            if (wanted.backups() != null
                    && database.isPresent()
                    && !database.get().fullBackup()) {
                String path = wanted.backups().equalsIgnoreCase("NUL") ? "NUL" : file(wanted.backups(), name, "bak");
                out.add(
                        new BackUpDatabase(primary.instance().host(), name, path, false),
                        "take the first full backup of database " + name);
            }
        }
    }

    private static String file(String folder, String database, String extension) {
        String separator = folder.endsWith("\\") || folder.endsWith("/") ? "" : folder.indexOf('/') < 0 ? "\\" : "/";
        return folder + separator + database.replaceAll("[\\\\/:*?\"<>|]", "_") + "." + extension;
    }

    private void seed(SqlInventory primary, SqlInventory secondary, String database) {
        String share = wanted.share();
        String name = secondary.instance().name();
        if (share == null) {
            out.against("replica " + name + " seeds manually and there is no folder to seed database " + database
                    + " through; name one that all instances reach, or seed automatically");
            return;
        }
        String full = file(share, database, "bak");
        String log = file(share, database, "trn");
        String from = primary.instance().host();
        String to = secondary.instance().host();
        if (secondary.database(database).isEmpty()) {
            out.add(new BackUpDatabase(from, database, full, true), "back database " + database + " up for " + name);
            out.add(new RestoreDatabase(to, database, full, List.of()), "restore database " + database + " at " + name);
        }
        out.add(new BackUpLog(from, database, log), "back the log of database " + database + " up for " + name);
        out.add(new RestoreLog(to, database, log), "restore the log of database " + database + " at " + name);
        out.add(
                new JoinDatabase(to, wanted.name(), database),
                "join the copy of database " + database + " at " + name + " to the group");
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
                one.seeding(),
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
        databases(primary, group);
        listener(group);
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
            if (!theirs.id().equals(group.id())) {
                out.against(holder.instance().name() + " has another group of that name (" + theirs.id()
                        + "); drop it there");
            }
        }
        for (AvailabilityDatabase database : group.databases()) {
            if (wanted.databases().stream().noneMatch(database.name()::equalsIgnoreCase)) {
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

    private void databases(SqlInventory primary, AvailabilityGroup group) {
        List<String> missing = wanted.databases().stream()
                .filter(name -> group.database(name).isEmpty())
                .toList();
        List<ReplicaSpec.Wanted> waiting = new ArrayList<>();
        for (ReplicaSpec.Wanted one : wanted.replicas()) {
            boolean waits = !primary.instance().isNamed(server(one))
                    && one.seeding().equals(SeedingMode.AUTOMATIC)
                    && wanted.databases().stream().anyMatch(name -> needsSeeding(primary, group, one, name));
            if (waits) {
                waiting.add(one);
            }
        }
        if (!waiting.isEmpty()) {
            wanted.replicas().stream()
                    .filter(one -> primary.instance().isNamed(server(one)))
                    .forEach(this::grant);
            waiting.forEach(this::grant);
        }
        backups(primary, missing);
        for (String name : missing) {
            out.add(new AddDatabase(wanted.name(), name), "add database " + name + " to group " + wanted.name());
        }
        for (ReplicaSpec.Wanted one : wanted.replicas()) {
            if (!primary.instance().isNamed(server(one))) {
                copies(primary, group, one);
            }
        }
    }

    private void copies(SqlInventory primary, AvailabilityGroup group, ReplicaSpec.Wanted one) {
        String again = null;
        for (String name : wanted.databases()) {
            if (copyJoined(group, one, name)) {
                continue;
            }
            if (one.seeding().equals(SeedingMode.MANUAL)) {
                seed(primary, inventory(one), name);
            } else if (seeding(primary, one, name)
                    .filter(SeedingProgress::failed)
                    .isPresent()) {
                again = name;
            }
        }
        if (again != null) {
            // Set to what it is already, the mode would be sent by nobody.
            for (SeedingMode mode : List.of(SeedingMode.MANUAL, SeedingMode.AUTOMATIC)) {
                out.add(
                        new SetReplicaOption(
                                wanted.name(), server(one), ReplicaSetting.of(ReplicaOption.SEEDING_MODE, mode)),
                        "begin again to seed database " + again + " to " + server(one) + ": " + mode);
            }
        }
    }

    private static boolean copyJoined(AvailabilityGroup group, String server, String database) {
        return group.database(database)
                .flatMap(found -> found.on(server))
                .filter(DatabaseReplicaState::joined)
                .isPresent();
    }

    private boolean copyJoined(AvailabilityGroup group, ReplicaSpec.Wanted one, String database) {
        return copyJoined(group, server(one), database);
    }

    /** Tells whether a copy is missing and nothing shows that its seeding has begun. */
    private boolean needsSeeding(
            SqlInventory primary, AvailabilityGroup group, ReplicaSpec.Wanted one, String database) {
        return !copyJoined(group, one, database)
                && seeding(primary, one, database).filter(run -> !run.failed()).isEmpty();
    }

    private Optional<SeedingProgress> seeding(SqlInventory primary, ReplicaSpec.Wanted one, String database) {
        return primary.seedings().stream()
                .filter(run -> run.group().equalsIgnoreCase(wanted.name())
                        && run.database().equalsIgnoreCase(database)
                        && run.replica().equalsIgnoreCase(server(one)))
                .findFirst();
    }

    private void listener(AvailabilityGroup group) {
        ListenerDefinition wish = wanted.listener();
        if (wish == null) {
            return;
        }
        AvailabilityListener there = group.listener(wish.dnsName()).orElse(null);
        if (there == null) {
            if (group.listeners().isEmpty()) {
                out.add(
                        new AddListener(wanted.name(), wish),
                        "give group " + wanted.name() + " the listener " + wish.dnsName());
            } else {
                out.against("group " + wanted.name() + " has the listener "
                        + group.listeners().get(0).name() + ", not " + wish.dnsName());
            }
            return;
        }
        boolean dhcp = there.addresses().stream().anyMatch(ListenerAddress::dhcp);
        if (dhcp != wish.dhcp()) {
            out.against("listener " + there.name() + (dhcp ? " has" : " has not") + " its address from DHCP");
        } else if (!dhcp) {
            addresses(wish, there);
        }
        if (wish.port() != null && !Objects.equals(wish.port(), there.port())) {
            out.add(
                    new SetListenerPort(wanted.name(), there.name(), wish.port()),
                    "give listener " + there.name() + " port " + wish.port() + " instead of " + there.port());
        }
    }

    private void addresses(ListenerDefinition wish, AvailabilityListener there) {
        for (ListenerIp ip : wish.addresses()) {
            if (there.addresses().stream().noneMatch(one -> one.address().equalsIgnoreCase(ip.address()))) {
                out.add(
                        new AddListenerAddress(wanted.name(), there.name(), ip),
                        "give listener " + there.name() + " the address " + ip);
            }
        }
        for (ListenerAddress one : there.addresses()) {
            if (wish.addresses().stream().noneMatch(ip -> ip.address().equalsIgnoreCase(one.address()))) {
                out.against("listener " + there.name() + " has a further address, " + one.address()
                        + "; remove it, or wish for it");
            }
        }
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
