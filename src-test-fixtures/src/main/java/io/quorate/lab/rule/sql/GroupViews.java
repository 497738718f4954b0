package io.quorate.lab.rule.sql;

import static io.quorate.lab.sql.SqlType.BIGINT;
import static io.quorate.lab.sql.SqlType.BIT;
import static io.quorate.lab.sql.SqlType.INT;
import static io.quorate.lab.sql.SqlType.NVARCHAR;
import static io.quorate.lab.sql.SqlType.TINYINT;

import io.quorate.lab.ddl.GroupOptions;
import io.quorate.lab.ddl.GroupOptions.DtcSupport;
import io.quorate.lab.ddl.Listener.Address;
import io.quorate.lab.ddl.Member;
import io.quorate.lab.ddl.Replica;
import io.quorate.lab.ddl.Replica.AllowConnections;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.model.sql.AgListener;
import io.quorate.lab.model.sql.AgReplica;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.AgState.AgDatabase;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The catalogue views of groups: what is configured. */
final class GroupViews {
    private final SqlEstate sql;
    private final String instance;
    private final int major;

    GroupViews(SqlEstate sql, InstanceState instance) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
    }

    /** @param at the instance where it lives; empty where nobody knows */
    record ReplicaRow(AgState group, AgReplica replica, String at) {}

    private record AddressRow(AgState group, AgListener listener, Address address) {}

    private record RouteRow(AgReplica replica, int priority, AgReplica target) {}

    private record DatabaseRow(AgState group, AgDatabase database) {}

    List<SqlView> views() {
        return List.of(
                groups("sys.availability_groups"),
                clusterGroups(),
                replicas(),
                listeners(),
                addresses(),
                routes(),
                databases());
    }

    private List<AgState> groups() {
        return sql.groupsOf(instance);
    }

    List<ReplicaRow> replicaRows() {
        List<ReplicaRow> rows = new ArrayList<>();
        for (AgState group : groups()) {
            group.replicas().forEach(r -> rows.add(new ReplicaRow(group, r, r.server())));
            group.members().forEach(m -> rows.add(new ReplicaRow(group, replica(group, m), at(m))));
        }
        return rows;
    }

    /** A member of a distributed group shows as a replica that is called as the member. */
    private static AgReplica replica(AgState group, Member member) {
        return new AgReplica(
                UUID.nameUUIDFromBytes((group.id() + "/" + member.group()).getBytes(StandardCharsets.UTF_8)),
                Duration.ZERO,
                Duration.ZERO,
                new Replica(
                        member.group(),
                        member.listenerUrl(),
                        member.availabilityMode(),
                        member.failoverMode(),
                        member.seedingMode(),
                        null,
                        null,
                        null,
                        null));
    }

    private String at(Member member) {
        return sql.groupAt(instance, member.group()).isPresent()
                ? instance
                : sql.findGroup(member.group()).map(AgState::primary).orElse("");
    }

    private SqlView groups(String name) {
        return new ViewTable<AgState>(name, major, this::groups)
                .id("group_id", AgState::id)
                .text("name", AgState::name)
                .text("resource_id", g -> windows(g) ? g.id().toString() : null)
                .text("resource_group_id", g -> windows(g) ? g.id().toString() : null)
                .number("failure_condition_level", g -> g.options().failureConditionLevel())
                .number(
                        "health_check_timeout",
                        g -> g.options().healthCheckTimeout() == null
                                ? null
                                : g.options().healthCheckTimeout().intValue())
                .tiny("automated_backup_preference", g -> preference(g.options()))
                .text(
                        "automated_backup_preference_desc",
                        g -> String.valueOf(g.options().backupPreference()).toLowerCase(Locale.ROOT))
                .since(12, "version", SqlType.SMALLINT, g -> 0)
                .since(13, "basic_features", BIT, g -> g.options().basic())
                .since(13, "dtc_support", BIT, g -> g.options().dtcSupport() == DtcSupport.PER_DB)
                .since(
                        13,
                        "db_failover",
                        BIT,
                        g -> Boolean.TRUE.equals(g.options().databaseFailover()))
                .since(13, "is_distributed", BIT, AgState::distributed)
                .since(14, "cluster_type", TINYINT, g -> g.cluster().ordinal())
                .since(
                        14,
                        "cluster_type_desc",
                        NVARCHAR,
                        g -> g.cluster().name().toLowerCase(Locale.ROOT))
                .since(14, "required_synchronized_secondaries_to_commit", INT, AgState::required)
                .since(14, "sequence_number", BIGINT, AgState::sequence)
                .since(16, "is_contained", BIT, g -> g.options().contained())
                .since(
                        17,
                        "cluster_connection_options",
                        NVARCHAR,
                        g -> g.options().clusterConnectionOptions())
                .view();
    }

    static boolean windows(AgState group) {
        return group.cluster() == GroupOptions.ClusterType.WSFC;
    }

    private static int preference(GroupOptions options) {
        GroupOptions.BackupPreference preference = options.backupPreference();
        return preference == null ? 2 : preference.ordinal();
    }

    private SqlView clusterGroups() {
        return new ViewTable<AgState>(
                        "sys.availability_groups_cluster",
                        major,
                        () -> sql.allGroups().stream()
                                .filter(g -> windows(g) || groups().contains(g))
                                .toList())
                .id("group_id", AgState::id)
                .text("name", AgState::name)
                .text("resource_id", g -> g.id().toString())
                .text("resource_group_id", g -> g.id().toString())
                .number("failure_condition_level", g -> g.options().failureConditionLevel())
                .number(
                        "health_check_timeout",
                        g -> g.options().healthCheckTimeout() == null
                                ? null
                                : g.options().healthCheckTimeout().intValue())
                .tiny("automated_backup_preference", g -> preference(g.options()))
                .text(
                        "automated_backup_preference_desc",
                        g -> String.valueOf(g.options().backupPreference()).toLowerCase(Locale.ROOT))
                .view();
    }

    private SqlView replicas() {
        return new ViewTable<ReplicaRow>("sys.availability_replicas", major, this::replicaRows)
                .id("replica_id", r -> r.replica.id())
                .id("group_id", r -> r.group.id())
                .number("replica_metadata_id", r -> r.replica.server().equalsIgnoreCase(instance) ? 65536 : null)
                .text("replica_server_name", r -> r.replica.server())
                .column("owner_sid", SqlType.VARBINARY, r -> new byte[] {1})
                .text("endpoint_url", r -> r.replica.endpointUrl())
                .tiny("availability_mode", r -> mode(r.replica.mode()))
                .text("availability_mode_desc", r -> r.replica.mode().name())
                .tiny("failover_mode", r -> r.replica.failover().ordinal())
                .text("failover_mode_desc", r -> r.replica.failover().name())
                .number("session_timeout", r -> r.replica.sessionTimeout())
                .tiny("primary_role_allow_connections", r -> allow(r.replica.asPrimary()))
                .text(
                        "primary_role_allow_connections_desc",
                        r -> r.replica.asPrimary().name())
                .tiny("secondary_role_allow_connections", r -> allow(r.replica.asSecondary()))
                .text(
                        "secondary_role_allow_connections_desc",
                        r -> r.replica.asSecondary().name())
                .time("create_date", r -> at(r.replica.made()))
                .time("modify_date", r -> at(r.replica.changed()))
                .number("backup_priority", r -> r.replica.backupPriority())
                .text("read_only_routing_url", r -> r.replica.readOnlyUrl())
                .since(13, "seeding_mode", TINYINT, r -> r.replica.seeding().ordinal())
                .since(
                        13,
                        "seeding_mode_desc",
                        NVARCHAR,
                        r -> r.replica.seeding().name())
                .since(15, "read_write_routing_url", NVARCHAR, r -> r.replica.readWriteUrl())
                .view();
    }

    private static int mode(AvailabilityMode mode) {
        return switch (mode) {
            case ASYNCHRONOUS_COMMIT -> 0;
            case SYNCHRONOUS_COMMIT -> 1;
            case CONFIGURATION_ONLY -> 4;
        };
    }

    private static int allow(AllowConnections allow) {
        return switch (allow) {
            case NO -> 0;
            case READ_ONLY -> 1;
            case ALL -> 2;
            case READ_WRITE -> 3;
        };
    }

    private List<AgState> listening() {
        return groups().stream().filter(g -> g.listener() != null).toList();
    }

    private static AgListener listener(AgState group) {
        return Objects.requireNonNull(group.listener());
    }

    private SqlView listeners() {
        return new ViewTable<AgState>("sys.availability_group_listeners", major, this::listening)
                .id("group_id", AgState::id)
                .text("listener_id", g -> listener(g).id().toString())
                .text("dns_name", g -> listener(g).dnsName())
                .number("port", g -> listener(g).port())
                .flag("is_conformant", g -> true)
                .text("ip_configuration_string_from_cluster", g -> addresses(g).toString())
                .since(15, "is_distributed_network_name", BIT, g -> false)
                .view();
    }

    private List<AddressRow> addresses(AgState group) {
        AgListener listener = group.listener();
        return listener == null
                ? List.of()
                : sql.listeners().addresses(group, listener).stream()
                        .map(a -> new AddressRow(group, listener, a))
                        .toList();
    }

    private SqlView addresses() {
        return new ViewTable<AddressRow>(
                        "sys.availability_group_listener_ip_addresses",
                        major,
                        () -> listening().stream()
                                .flatMap(g -> addresses(g).stream())
                                .toList())
                .text("listener_id", r -> r.listener.id().toString())
                .text("ip_address", r -> r.address.ip())
                .text("ip_subnet_mask", r -> r.address.mask())
                .flag("is_dhcp", r -> r.listener.dhcp())
                .text("network_subnet_ip", r -> subnet(r.address))
                .number("network_subnet_prefix_length", r -> prefix(r.address))
                .text("network_subnet_ipv4_mask", r -> r.address.mask())
                .tiny("state", r -> sql.listeners().online(r.group, r.address) ? 1 : 0)
                .text("state_desc", r -> sql.listeners().online(r.group, r.address) ? "ONLINE" : "OFFLINE")
                .view();
    }

    private static @Nullable String subnet(Address address) {
        String mask = address.mask();
        if (mask == null) {
            return null;
        }
        String[] ip = address.ip().split("\\.");
        String[] bits = mask.split("\\.");
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < ip.length && i < bits.length; i++) {
            parts.add(String.valueOf(Integer.parseInt(ip[i]) & Integer.parseInt(bits[i])));
        }
        return String.join(".", parts);
    }

    private static @Nullable Integer prefix(Address address) {
        String mask = address.mask();
        if (mask == null) {
            return 64;
        }
        int bits = 0;
        for (String part : mask.split("\\.")) {
            bits += Integer.bitCount(Integer.parseInt(part));
        }
        return bits;
    }

    private SqlView routes() {
        return new ViewTable<RouteRow>("sys.availability_read_only_routing_lists", major, this::routeRows)
                .id("replica_id", r -> r.replica.id())
                .number("routing_priority", r -> r.priority)
                .id("read_only_replica_id", r -> r.target.id())
                .view();
    }

    private List<RouteRow> routeRows() {
        List<RouteRow> rows = new ArrayList<>();
        for (ReplicaRow row : replicaRows()) {
            int priority = 0;
            for (List<String> set : row.replica.routing()) {
                priority++;
                for (String server : set) {
                    int place = priority;
                    row.group.replica(server).ifPresent(t -> rows.add(new RouteRow(row.replica, place, t)));
                }
            }
        }
        return rows;
    }

    private SqlView databases() {
        return new ViewTable<DatabaseRow>(
                        "sys.availability_databases_cluster",
                        major,
                        () -> groups().stream()
                                .flatMap(g -> g.databases().stream().map(d -> new DatabaseRow(g, d)))
                                .toList())
                .id("group_id", r -> r.group.id())
                .id("group_database_id", r -> r.database.id())
                .text("database_name", r -> r.database.name())
                .lsn("truncation_lsn", r -> null)
                .view();
    }

    /** Returns the time of day of an instant of the lab. */
    static LocalDateTime at(Duration since) {
        return LocalDateTime.ofInstant(LabTime.START.plus(since), ZoneOffset.UTC);
    }
}
