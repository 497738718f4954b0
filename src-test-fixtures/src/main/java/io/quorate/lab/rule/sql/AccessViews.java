package io.quorate.lab.rule.sql;

import static io.quorate.lab.rule.sql.GroupViews.at;

import io.quorate.lab.ddl.EndpointStatement.Authentication;
import io.quorate.lab.model.sql.CertificateState;
import io.quorate.lab.model.sql.DatabaseState;
import io.quorate.lab.model.sql.DatabaseUserState;
import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.LoginState;
import io.quorate.lab.model.sql.MirrorEndpoint;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.model.sql.SqlLogins;
import io.quorate.lab.model.sql.UserState;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The views of who may come in: endpoints, log-ins with their rights, users of master, certificates. */
final class AccessViews {
    private static final int ENDPOINT_ID = 65536;

    /** Rights on log-ins, groups, roles; all others are on the server. */
    private static final Pattern ON_OTHERS = Pattern.compile(
            "(ALTER|CONTROL|IMPERSONATE|TAKE OWNERSHIP|VIEW DEFINITION) (LOGIN|AVAILABILITY GROUP|SERVER ROLE) .+");

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

    private static String typeText(LoginState login) {
        return switch (login.kind()) {
            case SQL -> "SQL_LOGIN";
            case WINDOWS -> "WINDOWS_LOGIN";
            case CERTIFICATE -> "CERTIFICATE_MAPPED_LOGIN";
        };
    }

    /** A log-in, or a role. */
    private record PrincipalRow(
            String name,
            int id,
            byte[] sid,
            String type,
            String typeText,
            boolean disabled,
            @Nullable String database,
            @Nullable String language,
            boolean fixed) {}

    private List<PrincipalRow> principalRows() {
        List<PrincipalRow> rows = new ArrayList<>();
        for (LoginState l : logins()) {
            rows.add(new PrincipalRow(
                    l.name(),
                    l.id(),
                    l.sid().value(),
                    type(l),
                    typeText(l),
                    !l.enabled(),
                    l.database(),
                    l.language(),
                    false));
        }
        rows.add(role("public", 2, false));
        LoginState.ROLES.forEach((name, id) -> rows.add(role(name.toLowerCase(Locale.ROOT), id, true)));
        return rows;
    }

    private static PrincipalRow role(String name, int id, boolean fixed) {
        return new PrincipalRow(name, id, new byte[] {(byte) id}, "R", "SERVER_ROLE", false, null, null, fixed);
    }

    private SqlView principals() {
        return new ViewTable<PrincipalRow>("sys.server_principals", major, this::principalRows)
                .text("name", PrincipalRow::name)
                .number("principal_id", PrincipalRow::id)
                .column("sid", SqlType.VARBINARY, PrincipalRow::sid)
                .text("type", PrincipalRow::type)
                .text("type_desc", PrincipalRow::typeText)
                .flag("is_disabled", PrincipalRow::disabled)
                .time("create_date", p -> at(Duration.ZERO))
                .time("modify_date", p -> at(Duration.ZERO))
                .text("default_database_name", PrincipalRow::database)
                .text("default_language_name", PrincipalRow::language)
                .number("owning_principal_id", p -> null)
                .flag("is_fixed_role", PrincipalRow::fixed)
                .view();
    }

    private SqlView sqlLogins() {
        return new ViewTable<LoginState>(
                        "sys.sql_logins",
                        major,
                        () -> logins().stream()
                                .filter(l -> l.kind() == LoginState.Kind.SQL)
                                .toList())
                .text("name", LoginState::name)
                .number("principal_id", LoginState::id)
                .column("sid", SqlType.VARBINARY, l -> l.sid().value())
                .text("type", AccessViews::type)
                .text("type_desc", AccessViews::typeText)
                .flag("is_disabled", l -> !l.enabled())
                .time("create_date", l -> at(Duration.ZERO))
                .time("modify_date", l -> at(Duration.ZERO))
                .text("default_database_name", LoginState::database)
                .text("default_language_name", LoginState::language)
                .flag("is_policy_checked", LoginState::policy)
                .flag("is_expiration_checked", LoginState::expiration)
                .column(
                        "password_hash",
                        SqlType.VARBINARY,
                        l -> l.hash() == null ? null : l.hash().value())
                .view();
    }

    private record MemberRow(int role, LoginState login) {}

    private SqlView members() {
        return new ViewTable<MemberRow>(
                        "sys.server_role_members",
                        major,
                        () -> logins().stream()
                                .flatMap(l -> l.rights().stream()
                                        .filter(LoginState.ROLES::containsKey)
                                        .map(r -> new MemberRow(LoginState.ROLES.getOrDefault(r, 0), l)))
                                .toList())
                .number("role_principal_id", MemberRow::role)
                .number("member_principal_id", m -> m.login.id())
                .view();
    }

    private SqlView rights() {
        return new ViewTable<RightRow>("sys.server_permissions", major, this::rightRows)
                .tiny("class", AccessViews::on)
                .text("class_desc", r -> on(r) == 105 ? "ENDPOINT" : on(r) == 100 ? "SERVER" : "SERVER_PRINCIPAL")
                .number("major_id", r -> endpointRight(r) ? ENDPOINT_ID : 0)
                .number("minor_id", r -> 0)
                .number("grantee_principal_id", r -> r.login.id())
                .number("grantor_principal_id", r -> 1)
                .text("type", r -> endpointRight(r) ? "CO  " : "    ")
                .text("permission_name", r -> on(r) == 100 ? r.right : r.right.substring(0, r.right.indexOf(' ')))
                .text("state", AccessViews::state)
                .text("state_desc", r -> switch (state(r)) {
                    case "D" -> "DENY";
                    case "W" -> "GRANT_WITH_GRANT_OPTION";
                    default -> "GRANT";
                })
                .view();
    }

    private static String state(RightRow row) {
        return row.denied ? "D" : row.login.grantable().contains(row.right) ? "W" : "G";
    }

    /** What a right is on: the server, an endpoint, or something else of it. */
    private static int on(RightRow row) {
        return endpointRight(row) ? 105 : ON_OTHERS.matcher(row.right).matches() ? 101 : 100;
    }

    private List<RightRow> rightRows() {
        List<RightRow> rows = new ArrayList<>();
        for (LoginState login : logins()) {
            login.rights().stream()
                    .filter(r -> !LoginState.ROLES.containsKey(r))
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
                .number("authentication_type", u -> u.login() == null ? 0 : 1)
                .view();
    }

    /** Returns the views of users, a view for each database that is no part of the server itself. */
    List<SqlView> databaseUsers() {
        List<SqlView> all = new ArrayList<>();
        for (DatabaseState database : sql.databasesOf(instance)) {
            if (SqlLogins.isSystem(database.name())) {
                continue;
            }
            all.add(new ViewTable<DatabaseUserState>(
                            database.name() + ".sys.database_principals",
                            major,
                            () -> sql.logins().users(database))
                    .text("name", DatabaseUserState::name)
                    .number("principal_id", DatabaseUserState::id)
                    .text("type", u -> u.windows() ? "U" : "S")
                    .text("type_desc", u -> u.windows() ? "WINDOWS_USER" : "SQL_USER")
                    .column(
                            "sid",
                            SqlType.VARBINARY,
                            u -> u.sid() == null ? null : u.sid().value())
                    .number("authentication_type", u -> u.sid() == null ? 0 : u.windows() ? 3 : 1)
                    .view());
        }
        return all;
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
