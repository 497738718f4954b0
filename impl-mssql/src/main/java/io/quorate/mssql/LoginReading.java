package io.quorate.mssql;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.sql.LoginInventory;
import io.quorate.sql.LoginKind;
import io.quorate.sql.LoginSid;
import io.quorate.sql.PasswordMark;
import io.quorate.sql.ServerLogin;
import io.quorate.sql.ServerPermission;
import io.quorate.sql.SqlLogin;
import io.quorate.sql.SqlVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the log-ins of an instance in one round trip. Hashes stay where they are: the instance tells a digest of each. */
final class LoginReading {
    /** In the order of the results. */
    static final List<String> QUESTIONS = List.of(
            "SELECT @@SERVERNAME AS server_name, SERVERPROPERTY(N'ProductVersion') AS product_version, SUSER_SNAME() AS"
                    + " caller",
            "SELECT name, principal_id, sid, type_desc, is_disabled, default_database_name, default_language_name FROM"
                    + " sys.server_principals",
            "SELECT principal_id, is_policy_checked, is_expiration_checked, SUBSTRING(password_hash, 1, 2) AS hash_version,"
                    + " HASHBYTES(N'SHA2_256', password_hash) AS hash_digest FROM sys.sql_logins",
            "SELECT role_principal_id, member_principal_id FROM sys.server_role_members",
            "SELECT class, grantee_principal_id, permission_name, state_desc FROM sys.server_permissions WHERE class IN (100,"
                    + " 105)",
            "SELECT name FROM sys.databases",
            "SELECT service_account FROM sys.dm_server_services");

    private static final Set<String> KINDS = Set.of(
            "SQL_LOGIN",
            "WINDOWS_LOGIN",
            "WINDOWS_GROUP",
            "CERTIFICATE_MAPPED_LOGIN",
            "ASYMMETRIC_KEY_MAPPED_LOGIN",
            "EXTERNAL_LOGIN",
            "EXTERNAL_GROUP");
    private static final int ON_ENDPOINT = 105;
    private static final int PUBLIC = 2;

    private final List<List<SqlRow>> rows;

    private LoginReading(List<List<SqlRow>> rows) {
        this.rows = rows;
    }

    static String batch() {
        return String.join(";\n", QUESTIONS) + ";\n";
    }

    static LoginInventory read(SqlLink link) {
        return link.looking(() -> {
            SqlReply reply = link.read(batch());
            if (reply.results().size() != QUESTIONS.size()) {
                throw Fault.lasting(ErrorKind.BAD_REPLY)
                        .because(link.address() + " answered a batch of " + QUESTIONS.size() + " questions with "
                                + reply.results().size() + " results");
            }
            return new LoginReading(
                            reply.results().stream().map(SqlReply.Result::rows).toList())
                    .all(link.host());
        });
    }

    private LoginInventory all(String host) {
        SqlRow instance = rows.get(0).isEmpty() ? null : rows.get(0).get(0);
        String version = instance == null ? "" : instance.text("product_version", "");
        try {
            return new LoginInventory(
                    host,
                    instance == null ? "" : instance.text("server_name", ""),
                    SqlVersion.of(version),
                    logins(),
                    roles(),
                    names(rows.get(5), "name"));
        } catch (IllegalArgumentException e) {
            throw Fault.lasting(ErrorKind.BAD_REPLY).because(host + " says that its version is " + version);
        }
    }

    private static List<String> names(List<SqlRow> rows, String column) {
        return rows.stream()
                .map(row -> row.text(column))
                .filter(Objects::nonNull)
                .toList();
    }

    private List<String> roles() {
        return names(
                rows.get(1).stream()
                        .filter(row -> row.text("type_desc", "").equals("SERVER_ROLE"))
                        .toList(),
                "name");
    }

    private List<ServerLogin> logins() {
        Set<Long> replicas = new HashSet<>();
        for (SqlRow row : rows.get(4)) {
            if (row.number("class", 0) == ON_ENDPOINT
                    && row.text("permission_name", "").equals("CONNECT")) {
                replicas.add(row.number("grantee_principal_id", 0));
            }
        }
        Set<String> accounts = new HashSet<>();
        names(rows.get(6), "service_account").forEach(name -> accounts.add(name.toUpperCase(Locale.ROOT)));
        List<ServerLogin> found = new ArrayList<>();
        for (SqlRow row : rows.get(1)) {
            Long id = row.number("principal_id");
            String name = row.text("name");
            String kind = row.text("type_desc", "");
            if (id == null || name == null || !KINDS.contains(kind)) {
                continue;
            }
            // The grants on endpoints are everybody's where they are public's.
            boolean replica = id != PUBLIC && replicas.contains(id) || accounts.contains(name.toUpperCase(Locale.ROOT));
            found.add(login(row, id, name, LoginKind.of(kind), replica));
        }
        return found;
    }

    private ServerLogin login(SqlRow row, long id, String name, LoginKind kind, boolean replica) {
        SqlRow own = rows.get(2).stream()
                .filter(one -> Long.valueOf(id).equals(one.number("principal_id")))
                .findFirst()
                .orElse(null);
        return new ServerLogin(
                new SqlLogin(name, LoginSid.of(Inventory.hex(row.bytes("sid"))), kind, row.truth("is_disabled")),
                row.text("default_database_name", ""),
                row.text("default_language_name", ""),
                own == null ? null : own.truthOrNull("is_policy_checked"),
                own == null ? null : own.truthOrNull("is_expiration_checked"),
                own == null ? null : mark(own),
                rolesOf(id),
                permissions(id),
                replica,
                !rows.get(0).isEmpty()
                        && name.equalsIgnoreCase(rows.get(0).get(0).text("caller")));
    }

    private static @Nullable PasswordMark mark(SqlRow row) {
        byte[] version = row.bytes("hash_version");
        byte[] digest = row.bytes("hash_digest");
        return version == null || version.length < 1 || digest == null ? null : new PasswordMark(version[0], digest);
    }

    private List<String> rolesOf(long id) {
        List<String> found = new ArrayList<>();
        for (SqlRow row : rows.get(3)) {
            if (row.number("member_principal_id", 0) == id && row.number("role_principal_id", 0) != PUBLIC) {
                rows.get(1).stream()
                        .filter(one -> Objects.equals(one.number("principal_id"), row.number("role_principal_id")))
                        .map(one -> one.text("name"))
                        .filter(Objects::nonNull)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private List<ServerPermission> permissions(long id) {
        List<ServerPermission> found = new ArrayList<>();
        for (SqlRow row : rows.get(4)) {
            if (row.number("class", 0) != ON_ENDPOINT && row.number("grantee_principal_id", 0) == id) {
                try {
                    found.add(new ServerPermission(
                            row.text("permission_name", ""),
                            ServerPermission.State.valueOf(
                                    row.text("state_desc", "").trim())));
                } catch (IllegalArgumentException e) {
                    // a word of a later version: it cannot be given either
                }
            }
        }
        return found;
    }
}
