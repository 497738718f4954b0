package io.quorate.sql;

import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What of instances speaks against a group before anything is sent, or may do so. Without I/O. */
final class GroupPreflight {
    /** The lease between an instance and its cluster, unless somebody changed it there. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private static final int NETBIOS = 15;
    private static final int MOST_REPLICAS = 9;
    private static final int BASIC_REPLICAS = 2;
    private static final int MOST = 5;
    private static final int FEW = 3;
    private static final int FEWER = 2;

    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    GroupPreflight(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
    }

    void run() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SqlInventory one : seen.instances()) {
            if (!names.add(one.instance().name())) {
                out.against("two hosts are the same instance, " + one.instance().name());
            }
            instance(one.instance());
            connections(one);
        }
        versions();
        cluster();
        limits();
        endpoints();
        listener();
        kind();
        new DatabasePreflight(wanted, seen, out).run();
        new ReadinessPreflight(wanted, seen, out).run();
        new UntoldPreflight(wanted, seen, out).run();
    }

    private void instance(SqlInstance one) {
        if (!one.hadrEnabled()) {
            out.against("Always On is not enabled at " + one.name() + "; enable it and restart the service (47105)");
        } else if (!one.hadrManager().equals(HadrManagerStatus.RUNNING)) {
            out.against("Always On is enabled at " + one.name() + " and its manager is " + one.hadrManager()
                    + "; restart the service, or see why it does not start");
        }
        GroupSupport support = one.edition().groups();
        if (support == GroupSupport.NONE) {
            out.lacks(
                    one.name() + " is " + one.edition() + ", which has no availability groups (41199)",
                    "Enterprise, Developer and Evaluation editions have all groups, Standard edition basic ones");
        } else if (support == GroupSupport.BASIC && !wanted.has(GroupOption.BASIC)) {
            out.lacks(
                    one.name() + " is " + one.edition()
                            + ", which has basic availability groups only: one database, two replicas, no readable secondary;"
                            + " wish for a basic group (41199)",
                    "wish for a basic group, or take an edition that has all groups");
        }
        for (GroupSetting setting : wanted.options()) {
            if (!one.version().atLeast(setting.option().since())) {
                out.lacks(
                        one.name() + " is " + one.version().product() + ", which does not know " + setting.option(),
                        "leave " + setting.option() + " out, or update the instances to "
                                + product(setting.option().since()));
            }
        }
        if (!wanted.clusterType().equals(ClusterType.WSFC) && !one.version().atLeast(SqlVersion.SQL_2017)) {
            out.lacks(
                    one.name() + " is " + one.version().product() + ", which knows no cluster type but WSFC",
                    "use a Windows cluster, or update the instances to " + product(SqlVersion.SQL_2017));
        }
        boolean writes = wanted.replicas().stream().anyMatch(replica -> replica.readWriteRoutingUrl() != null);
        if (writes && !one.version().atLeast(SqlVersion.SQL_2019)) {
            out.lacks(
                    one.name() + " is " + one.version().product() + ", which does not route those who write",
                    "leave the routing URL for writers out, or update the instances to "
                            + product(SqlVersion.SQL_2019));
        }
        for (ReplicaSpec.Wanted replica : wanted.replicas()) {
            if (replica.host().equalsIgnoreCase(one.host())
                    && one.clustered()
                    && FailoverMode.AUTOMATIC.equals(replica.failover())) {
                out.against(one.name() + " is a failover cluster instance, so nobody fails over to it automatically;"
                        + " say MANUAL (35215)");
            }
        }
    }

    private static String product(int major) {
        return new SqlVersion(major, 0, 0, 0).product();
    }

    private void connections(SqlInventory one) {
        one.group(wanted.name()).stream()
                .flatMap(group -> group.replicas().stream())
                .filter(replica -> replica.state() != null
                        && ConnectedState.DISCONNECTED.equals(replica.state().connected()))
                .forEach(replica -> {
                    ReplicaState state = Objects.requireNonNull(replica.state());
                    out.hint(one.instance().name() + " does not reach replica " + replica.name() + " at "
                            + replica.endpointUrl()
                            + (state.lastError() == null
                                    ? ""
                                    : ": " + state.lastError() + " (" + state.lastErrorNumber() + ")"));
                });
    }

    private void versions() {
        Set<Integer> majors = new TreeSet<>();
        Set<String> collations = new LinkedHashSet<>();
        for (SqlInventory one : seen.instances()) {
            majors.add(one.instance().version().major());
            collations.add(one.instance().collation());
        }
        if (majors.size() > 1) {
            SqlInstance primary = seen.primaries(wanted.name()).stream()
                    .findFirst()
                    .orElse(seen.instances().get(0))
                    .instance();
            for (SqlInventory one : seen.instances()) {
                if (one.instance().version().major() < primary.version().major()) {
                    out.against(one.instance().name() + " is "
                            + one.instance().version().product() + " and "
                            + primary.name() + " is " + primary.version().product()
                            + "; an older instance cannot follow a newer one (41191)");
                }
            }
            out.hint("the instances are of different versions; after a failover to a newer one there is no way back");
        }
        if (collations.size() > 1) {
            out.hint("the instances have different collations: " + String.join(", ", collations));
        }
    }

    private void cluster() {
        if (!wanted.clusterType().equals(ClusterType.WSFC)) {
            return;
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SqlInventory one : seen.instances()) {
            InstanceCluster cluster = one.instance().cluster();
            String name = one.instance().name();
            if (cluster == null) {
                out.against(
                        name + " is on no Windows cluster; create one with all hosts, or wish for cluster type NONE");
                continue;
            }
            names.add(cluster.name());
            if (!cluster.quorumState().equals(InstanceCluster.NORMAL)) {
                out.against("the cluster under " + name + " is in quorum state " + cluster.quorumState()
                        + "; mend its quorum first (41125)");
            }
            long votes = cluster.members().stream()
                    .filter(ClusterVote::up)
                    .mapToInt(ClusterVote::votes)
                    .sum();
            if (!cluster.members().isEmpty() && votes % 2 == 0) {
                out.hint("cluster " + cluster.name() + " has " + votes
                        + " votes up, an even number; a witness keeps it alive when half of them are lost");
            }
        }
        if (names.size() > 1) {
            out.against("the instances are on different clusters: " + String.join(", ", names));
        }
    }

    static int mostSynchronous(int major) {
        return major >= SqlVersion.SQL_2019 ? MOST : FEW;
    }

    static int mostAutomatic(int major) {
        return major >= SqlVersion.SQL_2019 ? MOST : major >= SqlVersion.SQL_2016 ? FEW : FEWER;
    }

    private void limits() {
        int major = seen.instances().stream()
                .mapToInt(one -> one.instance().version().major())
                .min()
                .orElse(0);
        if (wanted.replicas().size() > MOST_REPLICAS) {
            out.against("a group has at most " + MOST_REPLICAS + " replicas, not "
                    + wanted.replicas().size() + " (35223)");
        }
        long synchronous = wanted.replicas().stream()
                .filter(one -> one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                .count();
        int most = mostSynchronous(major);
        if (synchronous > most) {
            out.against("of " + synchronous + " replicas that commit synchronously these instances take " + most
                    + " (35212)");
        }
        long automatic = wanted.replicas().stream()
                .filter(one -> FailoverMode.AUTOMATIC.equals(one.failover()))
                .count();
        int mostAutomatic = mostAutomatic(major);
        if (automatic > mostAutomatic) {
            out.against("of " + automatic + " replicas that fail over automatically these instances take "
                    + mostAutomatic + " (35213)");
        }
        if (wanted.has(GroupOption.BASIC)) {
            if (wanted.replicas().size() > BASIC_REPLICAS) {
                out.against("a basic group has two replicas, not "
                        + wanted.replicas().size());
            }
            if (wanted.databases().size() > 1) {
                out.against("a basic group has one database, not "
                        + wanted.databases().size() + " (35200)");
            }
        }
    }

    private void endpoints() {
        List<SqlInventory> all = seen.instances();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                if (all.get(i).endpoint() != null || all.get(j).endpoint() != null) {
                    compatible(all.get(i), all.get(j));
                }
            }
        }
        for (SqlInventory one : seen.instances()) {
            for (ReplicaSpec.Wanted replica : wanted.replicas()) {
                if (replica.host().equalsIgnoreCase(one.instance().host()) && replica.endpointUrl() != null) {
                    url(one, replica.endpointUrl());
                }
            }
        }
    }

    private void url(SqlInventory one, String url) {
        int port =
                one.endpoint() == null ? wanted.endpointPort() : one.endpoint().port();
        if (!url.endsWith(":" + port)) {
            out.against("the endpoint URL of " + one.instance().name() + " is " + url
                    + ", and its mirroring endpoint listens on port " + port);
        }
    }

    private void compatible(SqlInventory one, SqlInventory other) {
        MirroringEndpoint first = endpoint(one);
        MirroringEndpoint second = endpoint(other);
        String both = "the mirroring endpoints of " + one.instance().name() + " and "
                + other.instance().name() + " cannot talk: ";
        boolean refused = first.encryption().equals(EndpointEncryption.REQUIRED)
                        && second.encryption().equals(EndpointEncryption.DISABLED)
                || first.encryption().equals(EndpointEncryption.DISABLED)
                        && second.encryption().equals(EndpointEncryption.REQUIRED);
        if (refused) {
            out.against(both + "one requires encryption and the other has it disabled");
        } else if (!first.encryption().equals(EndpointEncryption.DISABLED)
                && !second.encryption().equals(EndpointEncryption.DISABLED)
                && disjoint(first.algorithm().word(), second.algorithm().word())) {
            out.against(both + "one encrypts with " + first.algorithm() + ", the other with " + second.algorithm());
        }
        boolean windows =
                first.authentication().windows() && second.authentication().windows();
        boolean certificate =
                first.authentication().certificate() && second.authentication().certificate();
        if (!windows && !certificate) {
            out.against(both + "one authenticates by " + first.authentication() + ", the other by "
                    + second.authentication());
        }
    }

    /** The mirroring endpoint of an instance as it is, or as it is to be made. */
    private MirroringEndpoint endpoint(SqlInventory one) {
        return one.endpoint() != null
                ? one.endpoint()
                : new MirroringEndpoint(
                        wanted.endpointName(),
                        wanted.endpointPort(),
                        EndpointState.STARTED,
                        EndpointRole.ALL,
                        EndpointEncryption.REQUIRED,
                        EndpointAlgorithm.AES,
                        wanted.byCertificate() ? EndpointAuthentication.CERTIFICATE : EndpointAuthentication.NEGOTIATE,
                        null,
                        "",
                        List.of());
    }

    private static boolean disjoint(String some, String others) {
        List<String> first = List.of(some.split(" "));
        return List.of(others.split(" ")).stream().noneMatch(first::contains);
    }

    private void listener() {
        if (wanted.listener() == null || !wanted.clusterType().equals(ClusterType.WSFC)) {
            return;
        }
        String name = wanted.listener().dnsName();
        boolean there =
                seen.group(wanted.name()).flatMap(group -> group.listener(name)).isPresent();
        if (there) {
            return;
        }
        if (name.length() > NETBIOS) {
            out.hint("listener " + name + " is longer than " + NETBIOS + " characters; the first " + NETBIOS
                    + " must be unique in the domain (NetBIOS)");
        }
    }

    /** What is particular to a kind of group. */
    private void kind() {
        boolean old = seen.instances().stream()
                .anyMatch(one -> !one.instance().version().atLeast(SqlVersion.SQL_2025));
        if (wanted.has(GroupOption.CONTAINED) && old) {
            wanted.replicas().stream()
                    .filter(one -> one.seeding().equals(SeedingMode.MANUAL))
                    .forEach(one -> out.against("replica at " + one.host()
                            + " seeds manually, and a contained group up to SQL Server 2022 seeds its system databases"
                            + " automatically when it is made; seed automatically"));
        }
        if (wanted.has(GroupOption.CONTAINED) && seen.primaries(wanted.name()).isEmpty()) {
            out.hint("log-ins and jobs of the instances are not those of contained group " + wanted.name()
                    + "; log-ins that its databases need are to be created through its listener");
        }
        if (wanted.clusterType().equals(ClusterType.NONE) && wanted.listener() != null) {
            out.hint("without a cluster nobody takes listener "
                    + wanted.listener().dnsName() + " along when the group is moved; make it anew there");
        }
        if (wanted.clusterType().equals(ClusterType.EXTERNAL)) {
            long synchronous = wanted.replicas().stream()
                    .filter(one -> one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                    .count();
            boolean third =
                    wanted.replicas().stream().anyMatch(one -> one.mode().equals(AvailabilityMode.CONFIGURATION_ONLY));
            if (synchronous == 2 && !third) {
                out.hint("of two synchronous replicas alone the cluster manager fails over to neither by itself without"
                        + " risk; a third one, or one that holds the configuration only, decides");
            }
            out.hint("the cluster manager's agent needs a log-in of its own at every instance: VIEW SERVER STATE, and"
                    + " ALTER, CONTROL and VIEW DEFINITION on group " + wanted.name());
        }
    }
}
