package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.GroupViews.at;

import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.Power;
import io.quorate.lab.model.sql.AgState;
import io.quorate.lab.model.sql.BackupState;
import io.quorate.lab.model.sql.CertificateState;
import io.quorate.lab.model.sql.DatabaseState;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LoginState;
import io.quorate.lab.model.sql.MirrorEndpoint;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.UserState;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The catalogue and management views of an instance: databases, log-ins, endpoints, certificates, the cluster. */
final class ServerViews {
    private static final int ENDPOINT_ID = 65536;
    private static final long VOLUME = 1L << 40;

    private final SqlEstate sql;
    private final String instance;
    private final int major;

    ServerViews(SqlEstate sql, InstanceState instance) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
    }

    private record FileRow(DatabaseState database, int id, String type, String path) {}

    private record RightRow(LoginState login, String right, boolean denied) {}

    private record MemberRow(String name, int type, boolean up, int votes) {}

    List<SqlView> views() {
        return List.of(
                databases(),
                files(),
                recovery(),
                endpoints("sys.database_mirroring_endpoints"),
                tcpEndpoints(),
                allEndpoints(),
                principals(),
                sqlLogins(),
                members(),
                rights(),
                users(),
                certificates(),
                keys(),
                cluster(),
                clusterMembers(),
                networks(),
                nodeMap(),
                backups(),
                services(),
                mirroring(),
                encryption(),
                volumes());
    }

    private List<DatabaseState> all() {
        return sql.databasesOf(instance);
    }

    private SqlView databases() {
        return new ViewTable<DatabaseState>("sys.databases", major, this::all)
                .text("name", DatabaseState::name)
                .number("database_id", DatabaseState::id)
                .column("owner_sid", SqlType.VARBINARY, d -> sid(d.owner()))
                .time("create_date", d -> at(Duration.ZERO))
                .tiny("compatibility_level", d -> major * 10)
                .text("collation_name", d -> "SQL_Latin1_General_CP1_CI_AS")
                .tiny("user_access", d -> 0)
                .text("user_access_desc", d -> "MULTI_USER")
                .flag("is_read_only", DatabaseState::readOnly)
                .flag("is_auto_close_on", d -> false)
                .tiny("state", d -> d.mode().number())
                .text("state_desc", d -> d.mode().name())
                .flag("is_in_standby", d -> false)
                .tiny("recovery_model", d -> model(d) + 1)
                .text("recovery_model_desc", DatabaseState::recovery)
                .flag("is_trustworthy_on", d -> false)
                .flag("is_encrypted", d -> false)
                .flag("is_broker_enabled", d -> false)
                .tiny("containment", d -> 0)
                .text("containment_desc", d -> "NONE")
                .id("service_broker_guid", DatabaseState::identity)
                .id("replica_id", this::replica)
                .id("group_database_id", this::groupDatabase)
                .view();
    }

    private static int model(DatabaseState database) {
        return List.of("FULL", "BULK_LOGGED", "SIMPLE").indexOf(database.recovery());
    }

    private Optional<AgState> group(DatabaseState database) {
        return Optional.ofNullable(database.group()).flatMap(sql::findGroup);
    }

    private @Nullable UUID replica(DatabaseState database) {
        return group(database)
                .flatMap(g -> g.replica(instance))
                .map(r -> r.id())
                .orElse(null);
    }

    private @Nullable UUID groupDatabase(DatabaseState database) {
        return group(database)
                .flatMap(g -> g.database(database.name()))
                .map(AgState.AgDatabase::id)
                .orElse(null);
    }

    private byte @Nullable [] sid(String login) {
        return sql.world()
                .find(LoginState.key(instance, login))
                .map(l -> l.sid().value())
                .orElse(null);
    }

    private SqlView files() {
        return new ViewTable<FileRow>("sys.master_files", major, this::fileRows)
                .number("database_id", f -> f.database.id())
                .number("file_id", f -> f.id)
                .tiny("type", f -> f.id - 1)
                .text("type_desc", f -> f.type)
                .text("name", f -> f.database.name() + (f.id == 1 ? "" : "_log"))
                .text("physical_name", f -> f.path)
                .tiny("state", f -> 0)
                .text("state_desc", f -> "ONLINE")
                .number("size", f -> (int) (f.database.size() >> 13))
                .view();
    }

    private List<FileRow> fileRows() {
        List<FileRow> rows = new ArrayList<>();
        for (DatabaseState database : all()) {
            rows.add(new FileRow(database, 1, "ROWS", database.dataFile()));
            rows.add(new FileRow(database, 2, "LOG", database.logFile()));
        }
        return rows;
    }

    private SqlView recovery() {
        return new ViewTable<DatabaseState>("sys.database_recovery_status", major, this::all)
                .number("database_id", DatabaseState::id)
                .id("database_guid", DatabaseState::identity)
                .id("family_guid", DatabaseState::identity)
                .lsn("last_log_backup_lsn", d -> d.backedUp() ? d.log().lsn() : null)
                .id("recovery_fork_guid", d -> new UUID(d.identity().getMostSignificantBits(), d.fork()))
                .view();
    }

    // endpoints

    private List<MirrorEndpoint> endpoint() {
        MirrorEndpoint endpoint = sql.instance(instance).endpoint();
        return endpoint == null ? List.of() : List.of(endpoint);
    }

    private SqlView endpoints(String name) {
        return common(new ViewTable<MirrorEndpoint>(name, major, this::endpoint))
                .flag("is_encryption_enabled", e -> e.encryption().ordinal() > 0)
                .tiny("role", e -> role(e))
                .text("role_desc", e -> e.role().name())
                .tiny("connection_auth", ServerViews::authentication)
                .text("connection_auth_desc", ServerViews::authenticationText)
                .number("certificate_id", this::certificate)
                .tiny("encryption_algorithm", ServerViews::algorithm)
                .text("encryption_algorithm_desc", ServerViews::algorithmText)
                .view();
    }

    private static ViewTable<MirrorEndpoint> common(ViewTable<MirrorEndpoint> table) {
        return table.text("name", MirrorEndpoint::name)
                .number("endpoint_id", e -> ENDPOINT_ID)
                .number("principal_id", e -> 1)
                .tiny("protocol", e -> 2)
                .text("protocol_desc", e -> "TCP")
                .tiny("type", e -> 4)
                .text("type_desc", e -> "DATABASE_MIRRORING")
                .tiny("state", e -> e.state().ordinal())
                .text("state_desc", e -> e.state().name())
                .flag("is_admin_endpoint", e -> false);
    }

    private static int role(MirrorEndpoint endpoint) {
        return switch (endpoint.role()) {
            case PARTNER -> 1;
            case WITNESS -> 2;
            case ALL -> 3;
        };
    }

    /** 1 NTLM, 2 KERBEROS, 3 NEGOTIATE, 4 CERTIFICATE; 5 to 7 with the certificate second, 8 to 10 with it first. */
    private static int authentication(MirrorEndpoint endpoint) {
        List<Authentication> ways = endpoint.authentication();
        int windows = ways.stream()
                .filter(a -> a != Authentication.CERTIFICATE)
                .mapToInt(a -> a.ordinal() + 1)
                .findFirst()
                .orElse(0);
        if (!endpoint.takesCertificates()) {
            return windows;
        }
        return windows == 0 ? 4 : ways.get(0) == Authentication.CERTIFICATE ? windows + 7 : windows + 4;
    }

    private static String authenticationText(MirrorEndpoint endpoint) {
        return String.join(
                ", ", endpoint.authentication().stream().map(Enum::name).toList());
    }

    private @Nullable Integer certificate(MirrorEndpoint endpoint) {
        String name = endpoint.certificate();
        return name == null
                ? 0
                : sql.world()
                        .find(CertificateState.key(instance, name))
                        .map(CertificateState::id)
                        .orElse(0);
    }

    /** 0 none, 1 RC4, 2 AES, 5 RC4 if supported, 6 AES if supported; two algorithms: 3, 4, 7, 8. */
    private static int algorithm(MirrorEndpoint endpoint) {
        int base = switch (endpoint.encryption()) {
            case DISABLED -> -1;
            case REQUIRED -> 0;
            case SUPPORTED -> 4;
        };
        if (base < 0) {
            return 0;
        }
        return base + List.of("RC4", "AES", "RC4 AES", "AES RC4").indexOf(String.join(" ", endpoint.algorithms())) + 1;
    }

    private static String algorithmText(MirrorEndpoint endpoint) {
        return algorithm(endpoint) == 0 ? "NONE" : String.join(", ", endpoint.algorithms());
    }

    private SqlView tcpEndpoints() {
        return common(new ViewTable<MirrorEndpoint>("sys.tcp_endpoints", major, this::endpoint))
                .number("port", MirrorEndpoint::port)
                .flag("is_dynamic_port", e -> false)
                .text("ip_address", MirrorEndpoint::address)
                .view();
    }

    private SqlView allEndpoints() {
        return common(new ViewTable<MirrorEndpoint>("sys.endpoints", major, this::endpoint))
                .view();
    }

    // log-ins

    private List<LoginState> logins() {
        return sql.logins().of(instance);
    }

    private static String type(LoginState login) {
        return switch (login.kind()) {
            case SQL -> "S";
            case WINDOWS -> "U";
            case CERTIFICATE -> "C";
        };
    }

    private ViewTable<LoginState> principal(String name, boolean sqlOnly) {
        return new ViewTable<LoginState>(
                        name,
                        major,
                        () -> logins().stream()
                                .filter(l -> !sqlOnly || l.kind() == LoginState.Kind.SQL)
                                .toList())
                .text("name", LoginState::name)
                .number("principal_id", LoginState::id)
                .column("sid", SqlType.VARBINARY, l -> l.sid().value())
                .text("type", ServerViews::type)
                .text("type_desc", l -> switch (l.kind()) {
                    case SQL -> "SQL_LOGIN";
                    case WINDOWS -> "WINDOWS_LOGIN";
                    case CERTIFICATE -> "CERTIFICATE_MAPPED_LOGIN";
                })
                .flag("is_disabled", l -> !l.enabled())
                .time("create_date", l -> at(Duration.ZERO))
                .time("modify_date", l -> at(Duration.ZERO))
                .text("default_database_name", LoginState::database)
                .text("default_language_name", l -> "us_english");
    }

    private SqlView principals() {
        return principal("sys.server_principals", false)
                .number("owning_principal_id", l -> null)
                .flag("is_fixed_role", l -> false)
                .view();
    }

    private SqlView sqlLogins() {
        return principal("sys.sql_logins", true)
                .flag("is_policy_checked", l -> true)
                .flag("is_expiration_checked", l -> false)
                .column(
                        "password_hash",
                        SqlType.VARBINARY,
                        l -> l.hash() == null ? null : l.hash().value())
                .view();
    }

    private SqlView members() {
        return new ViewTable<LoginState>(
                        "sys.server_role_members",
                        major,
                        () -> logins().stream().filter(LoginState::sysadmin).toList())
                .number("role_principal_id", l -> 3)
                .number("member_principal_id", LoginState::id)
                .view();
    }

    private SqlView rights() {
        return new ViewTable<RightRow>("sys.server_permissions", major, this::rightRows)
                .tiny("class", r -> endpointRight(r) ? 105 : 100)
                .text("class_desc", r -> endpointRight(r) ? "ENDPOINT" : "SERVER")
                .number("major_id", r -> endpointRight(r) ? ENDPOINT_ID : 0)
                .number("minor_id", r -> 0)
                .number("grantee_principal_id", r -> r.login.id())
                .number("grantor_principal_id", r -> 1)
                .text("type", r -> endpointRight(r) ? "CO  " : "    ")
                .text("permission_name", r -> endpointRight(r) ? "CONNECT" : r.right)
                .text("state", r -> r.denied ? "D" : "G")
                .text("state_desc", r -> r.denied ? "DENY" : "GRANT")
                .view();
    }

    private List<RightRow> rightRows() {
        List<RightRow> rows = new ArrayList<>();
        for (LoginState login : logins()) {
            login.rights().stream()
                    .filter(r -> !r.equals("SYSADMIN"))
                    .forEach(r -> rows.add(new RightRow(login, r, false)));
            login.denied().forEach(r -> rows.add(new RightRow(login, r, true)));
        }
        return rows;
    }

    private static boolean endpointRight(RightRow row) {
        return row.right.startsWith("CONNECT ENDPOINT ");
    }

    private SqlView users() {
        return new ViewTable<UserState>(
                        "sys.database_principals",
                        major,
                        () -> sql.world().all(UserState.class).stream()
                                .filter(u -> u.instance().equals(instance)
                                        && u.database().equalsIgnoreCase("master"))
                                .toList())
                .text("name", UserState::name)
                .number("principal_id", UserState::id)
                .text("type", u -> "S")
                .text("type_desc", u -> "SQL_USER")
                .column("sid", SqlType.VARBINARY, u -> u.login() == null ? null : sid(u.login()))
                .view();
    }

    private SqlView certificates() {
        return new ViewTable<CertificateState>(
                        "sys.certificates",
                        major,
                        () -> sql.world().all(CertificateState.class).stream()
                                .filter(c -> c.instance().equals(instance))
                                .toList())
                .text("name", CertificateState::name)
                .number("certificate_id", CertificateState::id)
                .number("principal_id", this::owner)
                .text("pvt_key_encryption_type", c -> c.own() ? "MK" : "NA")
                .text("pvt_key_encryption_type_desc", c -> c.own() ? "ENCRYPTED_BY_MASTER_KEY" : "NO_PRIVATE_KEY")
                .text("issuer_name", CertificateState::subject)
                .text("subject", CertificateState::subject)
                .time("expiry_date", CertificateState::expiry)
                .time("start_date", CertificateState::start)
                .column("thumbprint", SqlType.VARBINARY, c -> c.thumbprint().value())
                .view();
    }

    private int owner(CertificateState certificate) {
        return sql.world()
                .find(UserState.key(instance, "master", certificate.owner()))
                .map(UserState::id)
                .orElse(1);
    }

    private SqlView keys() {
        return new ViewTable<InstanceState>(
                        "sys.symmetric_keys",
                        major,
                        () -> sql.instance(instance).masterKey() ? List.of(sql.instance(instance)) : List.of())
                .text("name", i -> "##MS_DatabaseMasterKey##")
                .number("symmetric_key_id", i -> 101)
                .number("principal_id", i -> 1)
                .view();
    }

    // the cluster

    private Optional<Cluster> labCluster() {
        return sql.estate().clusterOf(sql.instance(instance).host());
    }

    private SqlView cluster() {
        return new ViewTable<String>(
                        "sys.dm_hadr_cluster",
                        major,
                        () -> List.of(labCluster().map(Cluster::name).orElse("SQLCLUSTER")))
                .text("cluster_name", c -> c)
                .tiny("quorum_type", c -> 1)
                .text("quorum_type_desc", c -> "NODE_AND_DISK_MAJORITY")
                .tiny("quorum_state", c -> quorate() ? 1 : 0)
                .text("quorum_state_desc", c -> quorate() ? "NORMAL_QUORUM" : "UNKNOWN_QUORUM_STATE")
                .view();
    }

    private boolean quorate() {
        return sql.links().quorate(sql.instance(instance).host());
    }

    private List<MemberRow> memberRows() {
        List<MemberRow> rows = new ArrayList<>();
        Optional<Cluster> cluster = labCluster();
        if (cluster.isPresent()) {
            cluster.get().nodes().forEach(n -> rows.add(new MemberRow(n.host(), 0, n.active(), n.weight())));
            return rows;
        }
        sql.links()
                .members()
                .forEach(h -> rows.add(new MemberRow(h, 0, sql.estate().power(h) == Power.UP, 1)));
        if (rows.size() % 2 == 0) {
            rows.add(new MemberRow("File Share Witness", 2, true, 1));
        }
        return rows;
    }

    private SqlView clusterMembers() {
        return new ViewTable<MemberRow>("sys.dm_hadr_cluster_members", major, this::memberRows)
                .text("member_name", m -> m.name)
                .tiny("member_type", m -> m.type)
                .text("member_type_desc", m -> m.type == 0 ? "CLUSTER_NODE" : "FILE_SHARE_WITNESS")
                .tiny("member_state", m -> m.up ? 1 : 0)
                .text("member_state_desc", m -> m.up ? "UP" : "DOWN")
                .number("number_of_quorum_votes", m -> m.votes)
                .view();
    }

    private SqlView networks() {
        return new ViewTable<InstanceState>("sys.dm_hadr_cluster_networks", major, sql::instances)
                .text("member_name", InstanceState::host)
                .text("network_subnet_ip", i -> i.ip().substring(0, i.ip().lastIndexOf('.') + 1) + "0")
                .text("network_subnet_ipv4_mask", i -> "255.255.255.0")
                .number(
                        "network_subnet_prefix_length",
                        i -> Integer.parseInt(i.address().substring(i.address().indexOf('/') + 1)))
                .flag("is_public", i -> true)
                .flag("is_ipv4", i -> true)
                .view();
    }

    private SqlView nodeMap() {
        return new ViewTable<InstanceState>("sys.dm_hadr_instance_node_map", major, sql::instances)
                .text("ag_resource_id", i -> i.name())
                .text("instance_name", i -> i.name().toUpperCase(Locale.ROOT))
                .text("node_name", InstanceState::host)
                .view();
    }

    // what stands beside

    private SqlView services() {
        return new ViewTable<InstanceState>("sys.dm_server_services", major, () -> List.of(sql.instance(instance)))
                .text("servicename", i -> "SQL Server (" + serviceName() + ")")
                .number("startup_type", i -> 2)
                .text("startup_type_desc", i -> "Automatic")
                .number("status", i -> i.running() ? 4 : 1)
                .text("status_desc", i -> i.running() ? "Running" : "Stopped")
                .number("process_id", i -> 4000 + i.starts())
                .text("service_account", InstanceState::account)
                .text("is_clustered", i -> "N")
                .view();
    }

    private String serviceName() {
        int slash = instance.indexOf('\\');
        return slash < 0 ? "MSSQLSERVER" : instance.substring(slash + 1);
    }

    private SqlView mirroring() {
        return new ViewTable<DatabaseState>("sys.database_mirroring", major, this::all)
                .number("database_id", DatabaseState::id)
                .id("mirroring_guid", d -> null)
                .tiny("mirroring_state", d -> null)
                .view();
    }

    private SqlView encryption() {
        return new ViewTable<DatabaseState>("sys.dm_database_encryption_keys", major, List::of)
                .number("database_id", DatabaseState::id)
                .number("encryption_state", d -> 0)
                .column("encryptor_thumbprint", SqlType.VARBINARY, d -> new byte[0])
                .view();
    }

    /** Beside the documented columns it has those that the function takes. */
    private SqlView volumes() {
        return new ViewTable<FileRow>("sys.dm_os_volume_stats", major, this::fileRows)
                .number("database_id", f -> f.database.id())
                .number("file_id", f -> f.id)
                .text("volume_mount_point", f -> f.path.substring(0, 3))
                .text("logical_volume_name", f -> "")
                .text("file_system_type", f -> "NTFS")
                .big("total_bytes", f -> VOLUME)
                .big(
                        "available_bytes",
                        f -> Math.max(
                                0,
                                VOLUME
                                        - all().stream()
                                                .mapToLong(DatabaseState::size)
                                                .sum()))
                .view();
    }

    // backups

    private SqlView backups() {
        return new ViewTable<BackupState>(
                        "msdb.dbo.backupset",
                        major,
                        () -> sql.world().all(BackupState.class).stream()
                                .filter(b -> b.path().startsWith("\\\\")
                                        || b.path()
                                                .startsWith(
                                                        sql.instance(instance).host() + "|"))
                                .toList())
                .text("database_name", BackupState::database)
                .text("type", b -> b.base() == null ? "D" : "L")
                .flag("is_copy_only", BackupState::copyOnly)
                .time("backup_finish_date", b -> at(b.at()))
                .lsn("last_lsn", b -> b.log().lsn())
                .lsn("backup_size", b -> BigDecimal.valueOf(b.size()))
                .view();
    }
}
