package io.quorate.sql.command;

import io.quorate.sql.AvailabilityMode;
import io.quorate.sql.BackupPreference;
import io.quorate.sql.ClusterType;
import io.quorate.sql.FailoverMode;
import io.quorate.sql.RoutingList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the parts of a group must satisfy together, whatever the version. */
final class GroupRules {
    private static final int BASIC_REPLICAS = 2;

    private GroupRules() {}

    static void check(
            String group,
            List<GroupSetting> options,
            List<String> databases,
            List<ReplicaDefinition> replicas,
            @Nullable ListenerDefinition listener) {
        Map<GroupOption, String> said = said(group, options);
        ClusterType type = ClusterType.of(said.getOrDefault(GroupOption.CLUSTER_TYPE, ClusterType.WSFC.word()));
        if (replicas.isEmpty()) {
            throw wrong(group, "name its replicas");
        }
        Set<String> servers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> urls = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ReplicaDefinition replica : replicas) {
            if (!servers.add(replica.server())) {
                throw wrong(group, "replica " + replica.server() + " is there twice (35234)");
            }
            if (!urls.add(replica.endpointUrl())) {
                throw wrong(group, "two replicas have the endpoint URL " + replica.endpointUrl() + " (35235)");
            }
            failover(group, type, replica);
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String database : databases) {
            Inputs.checkName("databases", database);
            if (!names.add(database)) {
                throw wrong(group, "database " + database + " is there twice");
            }
        }
        routing(group, replicas, servers);
        options(group, said, type, replicas.size());
        configuration(group, said, type, replicas);
        if (said.containsKey(GroupOption.BASIC)) {
            basic(group, said, databases, replicas);
        }
    }

    private static Map<GroupOption, String> said(String group, List<GroupSetting> options) {
        Map<GroupOption, String> said = new EnumMap<>(GroupOption.class);
        for (GroupSetting one : options) {
            if (said.put(one.option(), one.value()) != null) {
                throw wrong(group, "option " + one.option() + " is there twice");
            }
        }
        return said;
    }

    private static void failover(String group, ClusterType type, ReplicaDefinition replica) {
        FailoverMode mode = replica.failover();
        String what = "replica " + replica.server() + " has failover mode " + mode + ", and with cluster type " + type;
        if (mode == null) {
            return;
        }
        if (type.equals(ClusterType.NONE) && !mode.equals(FailoverMode.MANUAL)) {
            throw wrong(group, what + " it is MANUAL (47101)");
        }
        if (type.equals(ClusterType.EXTERNAL) && !mode.equals(FailoverMode.EXTERNAL)) {
            throw wrong(group, what + " it is EXTERNAL (47102)");
        }
        if (type.equals(ClusterType.WSFC) && mode.equals(FailoverMode.EXTERNAL)) {
            throw wrong(group, what + " it is AUTOMATIC or MANUAL (47103)");
        }
    }

    private static void routing(String group, List<ReplicaDefinition> replicas, Set<String> servers) {
        Set<String> routed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ReplicaDefinition replica : replicas) {
            if (replica.routingUrl() != null) {
                routed.add(replica.server());
            }
        }
        for (ReplicaDefinition replica : replicas) {
            RoutingList list = replica.routing() == null ? RoutingList.NONE : replica.routing();
            for (String member : list.members()) {
                if (!servers.contains(member)) {
                    throw wrong(
                            group,
                            "replica " + replica.server() + " routes to " + member
                                    + ", which is none of its replicas (19402)");
                }
                if (!routed.contains(member)) {
                    throw wrong(
                            group,
                            "replica " + replica.server() + " routes to " + member
                                    + ", which has no routing URL (19404)");
                }
            }
        }
    }

    private static void options(String group, Map<GroupOption, String> said, ClusterType type, int replicas) {
        String required = said.get(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT);
        if (required != null && Long.parseLong(required) >= replicas) {
            throw wrong(
                    group,
                    required + " secondaries are to have hardened before a commit, and it has " + (replicas - 1)
                            + " (35248)");
        }
        if (said.containsKey(GroupOption.WRITE_LEASE_VALIDITY) && !type.equals(ClusterType.EXTERNAL)) {
            throw wrong(group, "a write lease needs cluster type EXTERNAL (47116)");
        }
        if (said.containsKey(GroupOption.CLUSTER_CONNECTION_OPTIONS) && !type.equals(ClusterType.WSFC)) {
            throw wrong(group, "connection options of the cluster need cluster type WSFC");
        }
        boolean contained = said.containsKey(GroupOption.CONTAINED);
        if (!contained && said.containsKey(GroupOption.REUSE_SYSTEM_DATABASES)
                || !contained && said.containsKey(GroupOption.AUTOSEEDING_SYSTEM_DATABASES)) {
            throw wrong(group, "system databases of its own are reused or seeded in a contained group only");
        }
    }

    private static void configuration(
            String group, Map<GroupOption, String> said, ClusterType type, List<ReplicaDefinition> replicas) {
        long only = replicas.stream()
                .filter(one -> one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY))
                .count();
        if (only == 0) {
            return;
        }
        long synchronous = replicas.stream()
                .filter(one -> one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                .count();
        if (!type.equals(ClusterType.EXTERNAL)) {
            throw wrong(group, "a replica that holds the configuration only needs cluster type EXTERNAL (47114)");
        }
        if (only > 1 || synchronous != 2) {
            throw wrong(
                    group,
                    "one replica that holds the configuration only stands beside two that commit synchronously"
                            + " (47107, 47108)");
        }
        String required = said.get(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT);
        if (required != null && !required.equals("0")) {
            throw wrong(
                    group,
                    "beside a replica that holds the configuration only, no secondary is required to have"
                            + " hardened before a commit (47108)");
        }
    }

    private static void basic(
            String group, Map<GroupOption, String> said, List<String> databases, List<ReplicaDefinition> replicas) {
        if (replicas.size() > BASIC_REPLICAS) {
            throw wrong(group, "a basic group has two replicas, not " + replicas.size());
        }
        if (databases.size() > 1) {
            throw wrong(group, "a basic group has one database, not " + databases.size() + " (35200)");
        }
        String preference = said.get(GroupOption.AUTOMATED_BACKUP_PREFERENCE);
        if (preference != null && !preference.equals(BackupPreference.PRIMARY.word())) {
            throw wrong(group, "a basic group is backed up on its primary, so its preference is PRIMARY");
        }
        for (ReplicaDefinition replica : replicas) {
            boolean readable = replica.secondaryConnections() != null
                    && !replica.secondaryConnections().word().equals("NO");
            if (readable || replica.routing() != null || replica.routingUrl() != null) {
                throw wrong(
                        group,
                        "a basic group has no readable secondary and no routing, which replica " + replica.server()
                                + " asks for");
            }
        }
    }

    static void check(String group, DistributedMember first, DistributedMember second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        if (first.group().equalsIgnoreCase(group) || second.group().equalsIgnoreCase(group)) {
            throw wrong(group, "a distributed group is called neither as its first member nor as its second");
        }
        if (first.group().equalsIgnoreCase(second.group())) {
            throw wrong(group, "its two members are different groups, not " + first.group() + " twice");
        }
    }

    private static IllegalArgumentException wrong(String group, String why) {
        return new IllegalArgumentException("group " + group + ": " + why);
    }
}
