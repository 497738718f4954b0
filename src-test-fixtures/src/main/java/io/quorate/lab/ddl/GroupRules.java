package io.quorate.lab.ddl;

import io.quorate.lab.ddl.GroupOptions.BackupPreference;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.Replica.AllowConnections;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.ddl.SqlEdition.Groups;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What makes a statement on a group wrong, whatever the state of the group: counts, modes that exclude each other, editions. */
final class GroupRules {
    private static final int MAX_REPLICAS = 9;
    private static final int MIN_SESSION_TIMEOUT = 5;
    private static final int MAX_PRIORITY = 100;
    private static final String FILE_SIGNS = "\\/:*?\"<>|";

    private final Reader reader;
    private final String statement;
    private final String group;

    GroupRules(Reader reader, String statement, String group) {
        this.reader = reader;
        this.statement = statement;
        this.group = group;
    }

    void editions(GroupStatement.Create create) throws DdlRejection {
        someGroups();
        if (!create.options().basic()) {
            allOnly("availability groups that are not basic");
        }
    }

    /** Refuses on an edition that has no groups at all. */
    void someGroups() throws DdlRejection {
        if (reader.edition().groups() == Groups.NONE) {
            throw edition("availability groups");
        }
    }

    /** Refuses on an edition that has no, or only basic groups. */
    void allOnly(String feature) throws DdlRejection {
        if (reader.edition().groups() != Groups.ALL) {
            throw edition(feature);
        }
    }

    private DdlRejection edition(String feature) {
        return reader.refused(41199, "This edition does not support " + feature + ".");
    }

    /** What a basic group cannot be given later, on an edition that has no others. */
    void standardSet(GroupOptions changed) throws DdlRejection {
        if (changed.backupPreference() != null && changed.backupPreference() != BackupPreference.PRIMARY) {
            allOnly("a backup preference other than the primary in basic groups");
        }
    }

    void check(GroupStatement.Create create) throws DdlRejection {
        GroupOptions options = create.options();
        checkKinds(create);
        checkDatabases(create.databases(), options.contained());
        checkReplicas(create.replicas());
        checkCluster(create);
        checkCounts(create);
        checkRouting(create.replicas());
        if (options.basic()) {
            checkBasic(create);
        }
    }

    private void checkKinds(GroupStatement.Create create) throws DdlRejection {
        GroupOptions options = create.options();
        if (options.basic() && options.contained()) {
            throw reader.invalidUse("CONTAINED", statement);
        }
        if (options.reuseSystemDatabases() && !options.contained()) {
            throw reader.refused(
                    47143, "Only a contained group takes 'reuse_system_databases', and '" + group + "' is none.");
        }
        if (options.autoseedingSystemDatabases() && (!options.contained() || options.reuseSystemDatabases())) {
            throw reader.invalidUse("AUTOSEEDING_SYSTEM_DATABASES", statement);
        }
        if (options.contained() && group.chars().anyMatch(c -> FILE_SIGNS.indexOf(c) >= 0)) {
            throw reader.refused(
                    47146, "The name '" + group + "' has characters that a contained group's may not have.");
        }
    }

    private void checkBasic(GroupStatement.Create create) throws DdlRejection {
        if (create.databases().size() > 1) {
            throw reader.refused(35200, "The basic group '" + group + "' takes one database.");
        }
        BackupPreference preference = create.options().backupPreference();
        if (preference != null && preference != BackupPreference.PRIMARY) {
            throw edition("a backup preference other than the primary in basic groups");
        }
        checkBasic(create.replicas());
    }

    private void checkBasic(List<Replica> replicas) throws DdlRejection {
        for (Replica replica : replicas) {
            Replica.SecondaryRole secondary = replica.secondaryRole();
            Replica.PrimaryRole primary = replica.primaryRole();
            boolean readable = secondary != null
                    && (secondary.readOnlyRoutingUrl() != null
                            || secondary.allowConnections() != null
                                    && secondary.allowConnections() != AllowConnections.NO);
            boolean routed = primary != null
                    && (primary.routingList() != null && !primary.routingList().isEmpty()
                            || primary.readWriteRoutingUrl() != null);
            if (readable || routed) {
                throw edition("readable secondaries and routing in basic groups");
            }
        }
    }

    void checkDatabases(List<String> databases, boolean contained) throws DdlRejection {
        Set<String> seen = new HashSet<>();
        for (String database : databases) {
            String lower = database.toLowerCase(Locale.ROOT);
            if (contained && (lower.equals("master") || lower.equals("msdb"))) {
                throw reader.refused(
                        47147,
                        "The contained group '" + group + "' takes master and msdb in by itself: do not name them.");
            }
            if (Names.isSystemDatabase(database)) {
                throw reader.refused(35249, "The system database '" + database + "' cannot be in a group.");
            }
            if (!seen.add(lower)) {
                throw reader.refused(35234, "The database name '" + database + "' stands there more than once.");
            }
        }
    }

    void checkServers(List<String> servers) throws DdlRejection {
        Set<String> seen = new HashSet<>();
        for (String server : servers) {
            int fault = Names.serverFault(server);
            if (fault != 0) {
                throw reader.refused(fault, "The server name '" + Reader.shown(server) + "' is not valid.");
            }
            if (!seen.add(server.toLowerCase(Locale.ROOT))) {
                throw reader.refused(35235, "The server name '" + server + "' stands there more than once.");
            }
        }
    }

    /** What is wrong with replicas each for itself. */
    private void checkReplicas(List<Replica> replicas) throws DdlRejection {
        checkServers(replicas.stream().map(Replica::server).toList());
        for (Replica replica : replicas) {
            if (replica.endpointUrl() != null && !Names.isUrl(replica.endpointUrl())) {
                throw reader.refused(
                        35232, "The endpoint URL '" + Reader.shown(replica.endpointUrl()) + "' is not valid.");
            }
            if (replica.availabilityMode() == AvailabilityMode.ASYNCHRONOUS_COMMIT
                    && replica.failoverMode() == FailoverMode.AUTOMATIC) {
                throw reader.refused(
                        35211,
                        "Replica '" + replica.server() + "' cannot commit asynchronously and fail over automatically.");
            }
            if (replica.backupPriority() != null && replica.backupPriority() > MAX_PRIORITY) {
                throw reader.refused(
                        35209,
                        "The backup priority of replica '" + replica.server() + "' must lie between 0 and "
                                + MAX_PRIORITY + ".");
            }
            if (replica.sessionTimeout() != null && replica.sessionTimeout() < MIN_SESSION_TIMEOUT) {
                throw reader.refused(
                        35214,
                        "The session timeout of replica '" + replica.server() + "' must be at least "
                                + MIN_SESSION_TIMEOUT + ".");
            }
            checkRoutes(replica);
        }
    }

    private void checkRoutes(Replica replica) throws DdlRejection {
        String readOnly =
                replica.secondaryRole() == null ? null : replica.secondaryRole().readOnlyRoutingUrl();
        if (readOnly != null && !readOnly.isEmpty() && !Names.isUrl(readOnly)) {
            throw reader.refused(
                    19401,
                    "The READ_ONLY_ROUTING_URL '" + Reader.shown(readOnly) + "' of replica '" + replica.server()
                            + "' is not valid.");
        }
        if (replica.primaryRole() == null) {
            return;
        }
        String readWrite = replica.primaryRole().readWriteRoutingUrl();
        if (readWrite != null && !readWrite.isEmpty() && !Names.isUrl(readWrite)) {
            throw reader.refused(
                    47120,
                    "The READ_WRITE_ROUTING_URL '" + Reader.shown(readWrite) + "' of replica '" + replica.server()
                            + "' is not valid.");
        }
        if (replica.primaryRole().routingList() != null) {
            Set<String> seen = new HashSet<>();
            for (List<String> set : replica.primaryRole().routingList()) {
                for (String server : set) {
                    if (!seen.add(server.toLowerCase(Locale.ROOT))) {
                        throw reader.refused(
                                19402,
                                "Replica '" + Reader.shown(server) + "' stands twice in the READ_ONLY_ROUTING_LIST of '"
                                        + replica.server() + "'.");
                    }
                }
            }
        }
    }

    private void checkCluster(GroupStatement.Create create) throws DdlRejection {
        GroupOptions options = create.options();
        ClusterType type = options.clusterType() == null ? ClusterType.WSFC : options.clusterType();
        if (options.writeLeaseValidity() != null && type != ClusterType.EXTERNAL) {
            throw type == ClusterType.WSFC
                    ? reader.refused(
                            47115, "The 'WRITE_LEASE_VALIDITY' option is not valid for the WSFC group '" + group + "'.")
                    : reader.refused(47116, "Group '" + group + "' takes no external lease.");
        }
        if (options.clusterConnectionOptions() != null && type != ClusterType.WSFC) {
            throw reader.invalidUse("CLUSTER_CONNECTION_OPTIONS", statement);
        }
        for (Replica replica : create.replicas()) {
            if (replica.availabilityMode() == AvailabilityMode.CONFIGURATION_ONLY) {
                if (type != ClusterType.EXTERNAL) {
                    throw reader.refused(
                            47114,
                            "Replica '" + replica.server()
                                    + "' that holds the configuration only needs CLUSTER_TYPE = EXTERNAL.");
                }
            } else if (type == ClusterType.NONE && replica.failoverMode() != FailoverMode.MANUAL) {
                throw reader.refused(47101, "The cluster type of group '" + group + "' supports MANUAL failover only.");
            } else if (type == ClusterType.EXTERNAL && replica.failoverMode() != FailoverMode.EXTERNAL) {
                throw reader.refused(
                        47102, "The cluster type of group '" + group + "' supports EXTERNAL failover only.");
            } else if (type == ClusterType.WSFC && replica.failoverMode() == FailoverMode.EXTERNAL) {
                throw reader.refused(
                        47103,
                        "The cluster type of group '" + group + "' supports AUTOMATIC and MANUAL failover only.");
            }
        }
    }

    private void checkCounts(GroupStatement.Create create) throws DdlRejection {
        List<Replica> replicas = create.replicas();
        int configuration = count(replicas, AvailabilityMode.CONFIGURATION_ONLY);
        int synchronous = count(replicas, AvailabilityMode.SYNCHRONOUS_COMMIT);
        int max = create.options().basic() ? 2 + Math.min(1, configuration) : MAX_REPLICAS;
        if (replicas.size() > max) {
            throw reader.refused(
                    35233, "Group '" + group + "' cannot have " + replicas.size() + " replicas: at most " + max + ".");
        }
        int required = create.options().requiredSynchronizedSecondaries() == null
                ? 0
                : create.options().requiredSynchronizedSecondaries();
        if (configuration > 1) {
            throw reader.refused(47107, "Group '" + group + "' takes one replica that holds the configuration only.");
        }
        if (configuration == replicas.size()) {
            throw reader.refused(47121, "A replica that holds the configuration only cannot be the first of a group.");
        }
        if (configuration == 1 && (synchronous != 2 || required > 0)) {
            throw reader.refused(
                    47108,
                    "Beside a replica that holds the configuration only, group '" + group
                            + "' takes two synchronous ones and no required_synchronized_secondaries_to_commit.");
        }
        checkSynchronous(replicas);
        int possible = Math.max(0, synchronous - 1);
        if (required > possible) {
            throw reader.refused(
                    35248,
                    "required_synchronized_secondaries_to_commit " + required + " is more than the " + possible
                            + " synchronous-commit secondary replicas that group '" + group + "' may have.");
        }
    }

    private void checkSynchronous(List<Replica> replicas) throws DdlRejection {
        boolean five = reader.since(SqlVersion.V2019);
        int maxSynchronous = five ? 5 : 3;
        int maxAutomatic = five ? 5 : 3;
        if (count(replicas, AvailabilityMode.SYNCHRONOUS_COMMIT) > maxSynchronous) {
            throw reader.refused(
                    35212,
                    "Group '" + group + "' cannot have more than " + maxSynchronous + " synchronous-commit replicas.");
        }
        long automatic = replicas.stream()
                .filter(replica -> replica.failoverMode() == FailoverMode.AUTOMATIC)
                .count();
        if (automatic > maxAutomatic) {
            throw reader.refused(
                    35213,
                    "Group '" + group + "' cannot have more than " + maxAutomatic + " automatic failover targets.");
        }
    }

    private static int count(List<Replica> replicas, AvailabilityMode mode) {
        return (int) replicas.stream()
                .filter(replica -> replica.availabilityMode() == mode)
                .count();
    }

    /** Whether each routing list names replicas of the same statement that can be routed to. */
    private void checkRouting(List<Replica> replicas) throws DdlRejection {
        Map<String, Replica> byName = new HashMap<>();
        replicas.forEach(replica -> byName.put(replica.server().toLowerCase(Locale.ROOT), replica));
        for (Replica replica : replicas) {
            if (replica.primaryRole() == null || replica.primaryRole().routingList() == null) {
                continue;
            }
            for (List<String> set : replica.primaryRole().routingList()) {
                for (String server : set) {
                    Replica target = byName.get(server.toLowerCase(Locale.ROOT));
                    String whose = "Replica '" + Reader.shown(server) + "' in the READ_ONLY_ROUTING_LIST of '"
                            + replica.server() + "' ";
                    if (target == null) {
                        throw reader.refused(19403, whose + "does not belong to group '" + group + "'.");
                    }
                    if (target.secondaryRole() == null || target.secondaryRole().readOnlyRoutingUrl() == null) {
                        throw reader.refused(19404, whose + "has no READ_ONLY_ROUTING_URL.");
                    }
                }
            }
        }
    }

    void checkAdded(List<Replica> replicas) throws DdlRejection {
        if (replicas.size() > MAX_REPLICAS - 1) {
            throw reader.refused(35223, "Group '" + group + "' cannot take " + replicas.size() + " replicas more.");
        }
        checkReplicas(replicas);
        checkStandard(replicas);
        if (count(replicas, AvailabilityMode.CONFIGURATION_ONLY) > 1) {
            throw reader.refused(47107, "Group '" + group + "' takes one replica that holds the configuration only.");
        }
        checkSynchronous(replicas);
        boolean external = replicas.stream().anyMatch(replica -> replica.failoverMode() == FailoverMode.EXTERNAL);
        boolean other = replicas.stream()
                .anyMatch(replica -> replica.failoverMode() != null && replica.failoverMode() != FailoverMode.EXTERNAL);
        if (external && other) {
            throw reader.refused(47102, "The cluster type of group '" + group + "' supports EXTERNAL failover only.");
        }
    }

    void checkModified(List<Replica> replicas) throws DdlRejection {
        for (Replica replica : replicas) {
            if (replica.availabilityMode() == AvailabilityMode.CONFIGURATION_ONLY) {
                throw reader.refused(
                        47113,
                        "The 'CONFIGURATION_ONLY' option is not valid for replica '" + Reader.shown(replica.server())
                                + "': no replica becomes one.");
            }
        }
        checkReplicas(replicas);
        checkStandard(replicas);
    }

    private void checkStandard(List<Replica> replicas) throws DdlRejection {
        if (reader.edition().groups() == Groups.BASIC) {
            checkBasic(replicas);
        }
    }

    void checkMembers(List<Member> members) throws DdlRejection {
        Set<String> seen = new HashSet<>();
        for (Member member : members) {
            if (member.group().isEmpty()
                    || member.group().length() > Lexer.MAX_NAME
                    || !seen.add(member.group().toLowerCase(Locale.ROOT))) {
                throw reader.refused(
                        35235,
                        "The group name '" + Reader.shown(member.group()) + "' is empty, too long, or there twice.");
            }
            if (member.listenerUrl() != null && !Names.isUrl(member.listenerUrl())) {
                throw reader.refused(
                        19499, "The listener URL '" + Reader.shown(member.listenerUrl()) + "' is not valid.");
            }
            if (member.failoverMode() == FailoverMode.AUTOMATIC) {
                throw reader.refused(35277, "A distributed group's members do not fail over automatically.");
            }
        }
    }
}
