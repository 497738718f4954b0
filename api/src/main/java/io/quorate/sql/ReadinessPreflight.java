package io.quorate.sql;

import io.quorate.sql.command.GroupOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an instance tells of its own state that speaks against a group, or may do so: names, rights, votes, endpoints, log-ins. Without I/O. */
final class ReadinessPreflight {
    /** Alter, see and connect: what the cluster's resource does as the machine's own account. */
    private static final List<String> SYSTEM_RIGHTS =
            List.of("CONNECT SQL", "ALTER ANY AVAILABILITY GROUP", "VIEW SERVER STATE");

    private static final String EVERYTHING = "CONTROL SERVER";
    private static final String NODE = "CLUSTER_NODE";
    private static final Duration SOON = Duration.ofDays(30);

    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    ReadinessPreflight(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
    }

    void run() {
        boolean clustered = wanted.clusterType().equals(ClusterType.WSFC);
        for (SqlInventory one : seen.instances()) {
            name(one);
            address(one);
            certificate(one);
            if (clustered) {
                system(one);
            }
        }
        if (clustered) {
            votes();
        }
        reach();
        modes();
        logins();
        backups();
    }

    /** A replica goes by {@code @@SERVERNAME}, which a renamed machine keeps. */
    private void name(SqlInventory one) {
        String told = one.instance().name();
        String windows = one.readiness().windowsName();
        if (told.isEmpty()) {
            out.against("the instance at " + one.instance().host()
                    + " says nothing for @@SERVERNAME, by which a replica goes; name it by sp_addserver with 'local' and restart"
                    + " its service (35237)");
        } else if (windows != null && !windows.equalsIgnoreCase(told)) {
            out.against("@@SERVERNAME of the instance at " + one.instance().host() + " is " + told
                    + ", and Windows calls it " + windows + ": its machine was renamed; have it forget " + told
                    + " by sp_dropserver, name it by sp_addserver with 'local', and restart its service (41167)");
        }
    }

    private void address(SqlInventory one) {
        String address = one.readiness().endpointAddress();
        MirroringEndpoint endpoint = one.endpoint();
        if (address == null || endpoint == null) {
            return;
        }
        String what = "mirroring endpoint " + endpoint.name() + " of " + who(one) + " listens on " + address + " alone";
        if (address.startsWith("127.") || address.equals("::1")) {
            out.against(what
                    + ", which no other machine reaches; have it listen on all (ALTER ENDPOINT, LISTENER_IP = ALL)");
        } else {
            out.hint(what + "; the others must reach it there, or it listens on all (LISTENER_IP = ALL)");
        }
    }

    /** Who shows a certificate that has expired is let in by nobody anew. */
    private void certificate(SqlInventory one) {
        MirroringEndpoint endpoint = one.endpoint();
        if (endpoint == null
                || endpoint.certificate() == null
                || !endpoint.authentication().certificate()) {
            return;
        }
        String what =
                "certificate " + endpoint.certificate() + ", which the mirroring endpoint of " + who(one) + " shows, ";
        ServerCertificate shown = one.certificate(endpoint.certificate()).orElse(null);
        if (shown == null || one.at().equals(Instant.EPOCH) || shown.expires().equals(Instant.EPOCH)) {
            out.hint("until when " + what + "is valid cannot be told");
            return;
        }
        Duration left = Duration.between(one.at(), shown.expires());
        if (left.isNegative() || left.isZero()) {
            out.against(what + "has expired at " + shown.expires() + "; renew it, no replica connects anew by it");
        } else if (left.compareTo(SOON) < 0) {
            out.hint(what + "expires at " + shown.expires() + "; renew it before");
        }
    }

    private void system(SqlInventory one) {
        List<String> may = one.readiness().systemRights();
        if (may == null) {
            out.hint("whether the cluster may look after " + who(one) + " cannot be told: NT AUTHORITY\\SYSTEM needs "
                    + String.join(", ", SYSTEM_RIGHTS) + " there");
            return;
        }
        List<String> missing = may.contains(EVERYTHING)
                ? List.of()
                : SYSTEM_RIGHTS.stream().filter(right -> !may.contains(right)).toList();
        if (!missing.isEmpty()) {
            out.hint("the cluster looks after " + who(one) + " as NT AUTHORITY\\SYSTEM, which lacks "
                    + String.join(", ", missing) + " there"
                    + (may.isEmpty() ? ", or a log-in altogether" : "")
                    + "; grant it, or the group does not come on line (41131)");
        }
    }

    /** The nodes under the replicas that take over by themselves, and how many votes may be lost. */
    private void votes() {
        for (SqlInventory one : seen.instances()) {
            InstanceCluster cluster = one.instance().cluster();
            if (cluster == null || !cluster.quorumState().equals(InstanceCluster.NORMAL)) {
                continue;
            }
            if (cluster.members().isEmpty()) {
                out.hint("who votes in cluster " + cluster.name() + " cannot be told by " + who(one));
                continue;
            }
            int all = cluster.members().stream().mapToInt(ClusterVote::votes).sum();
            int up = cluster.members().stream()
                    .filter(ClusterVote::up)
                    .mapToInt(ClusterVote::votes)
                    .sum();
            if (up < all && (up - 1) * 2 <= all) {
                out.hint("of " + all + " votes in cluster " + cluster.name() + " " + up
                        + " are up: one more that is lost ends its quorum; bring up "
                        + String.join(
                                ", ",
                                cluster.members().stream()
                                        .filter(member -> !member.up() && member.votes() > 0)
                                        .map(ClusterVote::name)
                                        .toList()));
            }
            node(one, cluster);
        }
    }

    /** Which node a failover cluster instance is on changes, so that it is not looked for. */
    private void node(SqlInventory one, InstanceCluster cluster) {
        if (one.instance().clustered()) {
            return;
        }
        String told = one.readiness().windowsName() == null
                ? one.instance().name()
                : String.valueOf(one.readiness().windowsName());
        int cut = told.indexOf('\\');
        String machine = cut < 0 ? told : told.substring(0, cut);
        Optional<ClusterVote> node = cluster.members().stream()
                .filter(member -> member.type().equals(NODE) && member.name().equalsIgnoreCase(machine))
                .findFirst();
        if (node.isEmpty()) {
            out.hint("cluster " + cluster.name() + " tells no node " + machine + ", on which " + who(one)
                    + " is, so that its vote cannot be told");
        } else if (!node.get().up()) {
            out.hint("node " + machine + " under " + who(one) + " takes no part in cluster " + cluster.name()
                    + "; start its cluster service");
        } else if (node.get().votes() == 0 && automatic(one)) {
            out.hint("node " + machine + " under " + who(one) + ", which takes over by itself, has no vote in cluster "
                    + cluster.name() + "; give it one (NodeWeight 1)");
        }
    }

    private boolean automatic(SqlInventory one) {
        return wanted.replicas().stream()
                .filter(replica ->
                        replica.host().equalsIgnoreCase(one.instance().host()))
                .anyMatch(replica -> replica.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT)
                        && (replica.failover() == null || FailoverMode.AUTOMATIC.equals(replica.failover())));
    }

    /** Replicas talk from endpoint to endpoint; whether one is reached is told where somebody could look, or once they are connected. */
    private void reach() {
        List<String> before = new ArrayList<>();
        for (SqlInventory one : seen.instances()) {
            EndpointAnswer answer = seen.answers().get(one.instance().host());
            if (one.group(wanted.name()).isPresent()) {
                continue;
            }
            if (!EndpointProbes.needed(wanted, one)) {
                before.add(who(one));
            } else if (answer == null) {
                out.hint("whether the mirroring endpoint of " + who(one) + " takes connections cannot be told");
            } else {
                answered(one, answer);
            }
        }
        if (!before.isEmpty()) {
            out.hint("whether others reach the mirroring endpoint of " + String.join(", ", before)
                    + " by TCP cannot be told before it listens; the firewalls between them let port "
                    + wanted.endpointPort() + " through, both ways");
        }
    }

    private void answered(SqlInventory one, EndpointAnswer answer) {
        String what = "the mirroring endpoint of " + who(one) + " at " + answer.host() + ":" + answer.port() + " ";
        switch (answer.reach()) {
            case ANSWERS -> {}
            case REFUSED ->
                out.hint(what + "is started and refuses connections; see the instance's error log who has its port");
            case SILENT ->
                out.hint(what + "does not answer from here; open its port in the firewall for the other replicas"
                        + " (35250)");
            case UNKNOWN_NAME ->
                out.hint(
                        what + "has a name that is unknown here; have the name service know it, or say another endpoint"
                                + " URL");
        }
    }

    /** A primary that does not wait makes nobody wait for it. */
    private void modes() {
        ReplicaSpec.Wanted first = wanted.replicas().get(0);
        List<String> others = wanted.replicas().stream()
                .skip(1)
                .filter(one -> one.mode().equals(AvailabilityMode.SYNCHRONOUS_COMMIT))
                .map(ReplicaSpec.Wanted::host)
                .toList();
        if (first.mode().equals(AvailabilityMode.ASYNCHRONOUS_COMMIT) && !others.isEmpty()) {
            out.hint("the replica at " + first.host()
                    + " commits asynchronously, and so do, while it is primary, those at " + String.join(", ", others)
                    + ", whatever is said of them; none of them takes over without loss");
        }
    }

    /** Users of databases find their log-in by its SID. */
    private void logins() {
        Optional<SqlInventory> leader = seen.primaries(wanted.name()).stream()
                .findFirst()
                .or(() -> seen.at(wanted.replicas().get(0).host()));
        if (leader.isEmpty() || wanted.has(GroupOption.CONTAINED)) {
            return;
        }
        for (SqlInventory other : seen.instances()) {
            if (other == leader.get()) {
                continue;
            }
            List<String> missing = new ArrayList<>();
            List<String> unlike = new ArrayList<>();
            for (SqlLogin login : leader.get().logins()) {
                if (!counts(leader.get(), login)) {
                    continue;
                }
                Optional<SqlLogin> there = other.login(login.name());
                if (there.isEmpty()) {
                    missing.add(login.name());
                } else if (!there.get().sid().equals(login.sid())) {
                    unlike.add(login.name());
                }
            }
            if (!missing.isEmpty()) {
                out.hint("log-ins of " + who(leader.get()) + " that " + who(other) + " lacks: "
                        + String.join(", ", missing)
                        + "; who comes in by them does not after a failover, unless they are"
                        + " synchronised (logins)");
            }
            if (!unlike.isEmpty()) {
                out.hint("log-ins with another SID at " + who(other) + " than at " + who(leader.get()) + ": "
                        + String.join(", ", unlike) + "; users of the databases do not find them there, unless they are"
                        + " synchronised (logins)");
            }
        }
    }

    /** Applications' and people's; not the server's own, the replicas', a machine's, and the one this client comes in by. */
    private boolean counts(SqlInventory one, SqlLogin login) {
        String name = login.name();
        boolean kind = login.kind().equals(LoginKind.SQL_LOGIN)
                || login.kind().equals(LoginKind.WINDOWS_LOGIN)
                || login.kind().equals(LoginKind.WINDOWS_GROUP);
        boolean peer =
                one.endpoint() != null && one.endpoint().mayConnect().stream().anyMatch(name::equalsIgnoreCase);
        ServerLogin whole = new ServerLogin(
                login,
                "",
                "",
                null,
                null,
                null,
                List.of(),
                List.of(),
                peer || name.equalsIgnoreCase(one.instance().serviceAccount()),
                false);
        return kind
                && whole.application()
                && !name.equalsIgnoreCase(one.readiness().caller())
                && !name.toUpperCase(Locale.ROOT)
                        .startsWith(wanted.endpointName().toUpperCase(Locale.ROOT) + "_")
                && !name.toUpperCase(Locale.ROOT).startsWith(machine(one) + "\\");
    }

    private static String machine(SqlInventory one) {
        String name = one.instance().name();
        int cut = name.indexOf('\\');
        return (cut < 0 ? name : name.substring(0, cut)).toUpperCase(Locale.ROOT);
    }

    private void backups() {
        Set<String> manual = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.replicas().stream()
                .skip(1)
                .filter(one -> one.seeding().equals(SeedingMode.MANUAL))
                .map(ReplicaSpec.Wanted::host)
                .forEach(manual::add);
        if (wanted.share() != null
                && !manual.isEmpty()
                && seen.group(wanted.name()).isEmpty()) {
            out.hint("whether " + wanted.share() + " can be written by "
                    + wanted.replicas().get(0).host() + " and read by " + String.join(", ", manual)
                    + " as their services' accounts cannot be told before");
        }
    }

    private static String who(SqlInventory one) {
        return one.instance().name();
    }
}
