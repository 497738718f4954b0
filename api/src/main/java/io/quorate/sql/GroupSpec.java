package io.quorate.sql;

import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.cluster.ClusterSettings;
import io.quorate.sql.command.GroupOption;
import io.quorate.sql.command.GroupSetting;
import io.quorate.sql.command.ListenerDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a group should be; what is not said is left as it is. Mutable inside the lambda it is handed to, and of no use outside. */
public final class GroupSpec {
    static final int USUAL_PORT = 5022;

    private final Map<String, ReplicaSpec.Wanted> replicas = new LinkedHashMap<>();
    private final Set<String> databases = new LinkedHashSet<>();
    private final Map<GroupOption, GroupSetting> options = new EnumMap<>(GroupOption.class);
    private ClusterType clusterType = ClusterType.WSFC;
    private @Nullable ListenerDefinition listener;
    private String endpointName = "Hadr_endpoint";
    private int endpointPort = USUAL_PORT;
    private @Nullable Secret masterKey;
    private @Nullable Secret loginPassword;
    private @Nullable String backups;
    private @Nullable String share;
    private @Nullable ClusterSettings cluster;
    private GroupSurroundings surroundings = GroupSurroundings.UNKNOWN;

    GroupSpec() {}

    /** Adds a replica: a host of the endpoint, with what is usual. The first one becomes the primary of a group that is not there yet. */
    public GroupSpec addReplica(String host) {
        return addReplica(host, spec -> {});
    }

    /** Adds a replica: a host of the endpoint. The first one becomes the primary of a group that is not there yet. */
    public GroupSpec addReplica(String host, Consumer<ReplicaSpec> details) {
        ReplicaSpec spec = new ReplicaSpec();
        details.accept(spec);
        if (replicas.putIfAbsent(Objects.requireNonNull(host, "host"), spec.build(host)) != null) {
            throw new IllegalArgumentException("host " + host + " is named twice as a replica");
        }
        return this;
    }

    /** Sets which databases it holds, at least; those that it holds besides stay. */
    public GroupSpec databases(Collection<String> names) {
        databases.clear();
        databases.addAll(names);
        return this;
    }

    /** Adds a database. */
    public GroupSpec addDatabase(String name) {
        databases.add(Objects.requireNonNull(name, "name"));
        return this;
    }

    /** Gives it a listener of this DNS name, without a domain. */
    public GroupSpec listener(String dnsName, Consumer<ListenerSpec> details) {
        ListenerSpec spec = new ListenerSpec();
        details.accept(spec);
        listener = spec.build(dnsName);
        return this;
    }

    /** Sets what stands under it; a Windows cluster by default. */
    public GroupSpec clusterType(ClusterType value) {
        clusterType = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets where backups should be taken. */
    public GroupSpec backupPreference(BackupPreference value) {
        return option(GroupSetting.of(value));
    }

    /** Sets what makes the cluster fail over, 1 to 5. */
    public GroupSpec failureConditionLevel(int value) {
        return option(GroupSetting.of(GroupOption.FAILURE_CONDITION_LEVEL, value));
    }

    /** Sets how long an instance may be silent, in whole milliseconds, 15 seconds at least. */
    public GroupSpec healthCheckTimeout(Duration value) {
        return option(GroupSetting.healthCheckTimeout(value));
    }

    /** Sets whether one database that is lost makes it fail over. */
    public GroupSpec databaseFailover(boolean value) {
        return option(GroupSetting.of(GroupOption.DB_FAILOVER, value));
    }

    /** Sets whether it takes distributed transactions. */
    public GroupSpec dtcPerDatabase(boolean value) {
        return option(GroupSetting.of(GroupOption.DTC_SUPPORT, value));
    }

    /** Sets how many secondaries must have hardened before a commit (2017 and later). */
    public GroupSpec requiredSynchronizedSecondaries(int value) {
        return option(GroupSetting.of(GroupOption.REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT, value));
    }

    /** Sets how the cluster connects to the instances; empty for the default (2025). */
    public GroupSpec connectionOptions(String value) {
        return option(new GroupSetting(GroupOption.CLUSTER_CONNECTION_OPTIONS, value));
    }

    /** Makes it a basic group: two replicas, one database, what Standard edition can. */
    public GroupSpec basic() {
        return option(GroupSetting.of(GroupOption.BASIC, true));
    }

    /** Gives it system databases of its own (2022 and later). */
    public GroupSpec contained() {
        return option(GroupSetting.of(GroupOption.CONTAINED, true));
    }

    /** Gives it system databases of its own, those that an earlier contained group of the same name has left (2022 and later). */
    public GroupSpec reuseSystemDatabases() {
        contained();
        return option(GroupSetting.of(GroupOption.REUSE_SYSTEM_DATABASES, true));
    }

    /**
     * Gives it system databases of its own, which come from the leading group of a distributed one by seeding: for the group that follows
     * there (2025).
     */
    public GroupSpec seedSystemDatabases() {
        contained();
        return option(GroupSetting.of(GroupOption.AUTOSEEDING_SYSTEM_DATABASES, true));
    }

    /** Sets how long a primary may write without a word of its cluster manager, in whole seconds; when it is made, and cluster type EXTERNAL only. */
    public GroupSpec writeLease(Duration value) {
        return option(GroupSetting.of(GroupOption.WRITE_LEASE_VALIDITY, value.toSeconds()));
    }

    private GroupSpec option(GroupSetting setting) {
        options.put(setting.option(), setting);
        return this;
    }

    /** Sets name and port of mirroring endpoints that are to be made; {@code Hadr_endpoint} and 5022 by default. One that is there is used. */
    public GroupSpec endpoint(String name, int port) {
        endpointName = Objects.requireNonNull(name, "name");
        endpointPort = port;
        return this;
    }

    /**
     * Has the endpoints know each other by certificates, which cross in T-SQL; by the service accounts otherwise.
     *
     * @param masterKeyPassword protects the master keys that are to be made
     * @param peerPassword the password of the log-ins that stand for the other instances
     */
    public GroupSpec certificates(Secret masterKeyPassword, Secret peerPassword) {
        masterKey = Objects.requireNonNull(masterKeyPassword, "masterKeyPassword");
        loginPassword = Objects.requireNonNull(peerPassword, "peerPassword");
        return this;
    }

    /**
     * Takes the first full backup of a database that has none, into this folder of the primary, or to {@code NUL} where it is to be thrown away:
     * then nothing can be restored from it.
     */
    public GroupSpec initialBackup(String folder) {
        backups = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /** Sets the folder, on a share that all instances reach, through which replicas with manual seeding get their copies. */
    public GroupSpec seedThrough(String folder) {
        share = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /** Tells the cluster's heartbeat settings, so that they can be compared with the lease. */
    public GroupSpec clusterSettings(ClusterSettings value) {
        cluster = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Tells what of the cluster and the directory no instance tells, so that it is looked at before anything is made. */
    public GroupSpec surroundings(GroupSurroundings value) {
        surroundings = Objects.requireNonNull(value, "value");
        return this;
    }

    Wanted build(String name, List<String> hosts) {
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("group " + name + ": say which hosts are its replicas");
        }
        for (String host : replicas.keySet()) {
            if (hosts.stream().noneMatch(host::equalsIgnoreCase)) {
                throw new IllegalArgumentException("group " + name + ": " + host
                        + " is none of the endpoint's hosts; there are: " + String.join(", ", hosts));
            }
        }
        return new Wanted(
                name,
                clusterType,
                List.copyOf(replicas.values()),
                List.copyOf(databases),
                listener,
                new ArrayList<>(options.values()),
                endpointName,
                endpointPort,
                masterKey,
                loginPassword,
                backups,
                share,
                cluster,
                surroundings);
    }

    /** The finished specification. */
    record Wanted(
            String name,
            ClusterType clusterType,
            List<ReplicaSpec.Wanted> replicas,
            List<String> databases,
            @Nullable ListenerDefinition listener,
            List<GroupSetting> options,
            String endpointName,
            int endpointPort,
            @Nullable Secret masterKey,
            @Nullable Secret loginPassword,
            @Nullable String backups,
            @Nullable String share,
            @Nullable ClusterSettings cluster,
            GroupSurroundings surroundings) {
        Wanted {
            options = List.copyOf(options);
        }

        boolean has(GroupOption option) {
            return options.stream().anyMatch(one -> one.option() == option);
        }

        boolean byCertificate() {
            return masterKey != null;
        }

        List<String> hosts() {
            return replicas.stream().map(ReplicaSpec.Wanted::host).toList();
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("replicas", replicas)
                .with("databases", databases)
                .with("options", options)
                .with("clusterType", clusterType)
                .with("endpointName", endpointName)
                .with("endpointPort", endpointPort)
                .with("masterKey", masterKey)
                .with("loginPassword", loginPassword)
                .with("backups", backups)
                .with("share", share)
                .with("cluster", cluster)
                .with("surroundings", surroundings)
                .toString();
    }
}
