package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.GroupViews.at;

import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.model.sql.CertificateState;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LoginState;
import io.quorate.lab.model.sql.MirrorEndpoint;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.UserState;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The views of who may come in: endpoints, log-ins with their rights, users of master, certificates. */
final class AccessViews {
    private static final int ENDPOINT_ID = 65536;

    private final SqlEstate sql;
    private final String instance;
    private final int major;

    AccessViews(SqlEstate sql, InstanceState instance) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
    }

    private record RightRow(LoginState login, String right, boolean denied) {}

    List<SqlView> views() {
        return List.of(
                endpoints("sys.database_mirroring_endpoints"),
                tcpEndpoints(),
                allEndpoints(),
                principals(),
                sqlLogins(),
                members(),
                rights(),
                users(),
                certificates(),
                keys());
    }

    private byte @Nullable [] sid(String login) {
        return sql.world()
                .find(LoginState.key(instance, login))
                .map(l -> l.sid().value())
                .orElse(null);
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
                .tiny("connection_auth", AccessViews::authentication)
                .text("connection_auth_desc", AccessViews::authenticationText)
                .number("certificate_id", this::certificate)
                .tiny("encryption_algorithm", AccessViews::algorithm)
                .text("encryption_algorithm_desc", AccessViews::algorithmText)
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
                .text("type", AccessViews::type)
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
}
