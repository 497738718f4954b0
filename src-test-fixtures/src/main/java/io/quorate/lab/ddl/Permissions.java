package io.quorate.lab.ddl;

import java.util.Map;
import java.util.Set;

/** Which permissions there are, on what, since when. */
final class Permissions {
    private static final Set<String> OWNED = Set.of("ALTER", "CONTROL", "TAKE OWNERSHIP", "VIEW DEFINITION");

    private static final Set<String> SERVER = Set.of(
            "ADMINISTER BULK OPERATIONS",
            "ALTER ANY AVAILABILITY GROUP",
            "ALTER ANY CONNECTION",
            "ALTER ANY CREDENTIAL",
            "ALTER ANY DATABASE",
            "ALTER ANY ENDPOINT",
            "ALTER ANY EVENT NOTIFICATION",
            "ALTER ANY EVENT SESSION",
            "ALTER ANY LINKED SERVER",
            "ALTER ANY LOGIN",
            "ALTER ANY SERVER AUDIT",
            "ALTER ANY SERVER ROLE",
            "ALTER RESOURCES",
            "ALTER SERVER STATE",
            "ALTER SETTINGS",
            "ALTER TRACE",
            "AUTHENTICATE SERVER",
            "CONNECT ANY DATABASE",
            "CONNECT SQL",
            "CONTROL SERVER",
            "CREATE ANY DATABASE",
            "CREATE AVAILABILITY GROUP",
            "CREATE DDL EVENT NOTIFICATION",
            "CREATE ENDPOINT",
            "CREATE SERVER ROLE",
            "CREATE TRACE EVENT NOTIFICATION",
            "EXTERNAL ACCESS ASSEMBLY",
            "IMPERSONATE ANY LOGIN",
            "SELECT ALL USER SECURABLES",
            "SHUTDOWN",
            "UNSAFE ASSEMBLY",
            "VIEW ANY DATABASE",
            "VIEW ANY DEFINITION",
            "VIEW SERVER STATE");

    private static final Set<String> SERVER_2022 = Set.of(
            "ALTER ANY EXTERNAL DATA SOURCE",
            "CREATE LOGIN",
            "CREATE ANY EVENT SESSION",
            "DROP ANY EVENT SESSION",
            "VIEW ANY ERROR LOG",
            "VIEW ANY PERFORMANCE DEFINITION",
            "VIEW ANY SECURITY DEFINITION",
            "VIEW ANY CRYPTOGRAPHICALLY SECURED DEFINITION",
            "VIEW SERVER PERFORMANCE STATE",
            "VIEW SERVER SECURITY AUDIT",
            "VIEW SERVER SECURITY STATE");

    private static final Set<String> DATABASE = Set.of(
            "ALTER",
            "ALTER ANY DATABASE AUDIT",
            "ALTER ANY ROLE",
            "ALTER ANY SCHEMA",
            "ALTER ANY USER",
            "AUTHENTICATE",
            "BACKUP DATABASE",
            "BACKUP LOG",
            "CHECKPOINT",
            "CONNECT",
            "CONTROL",
            "CREATE CERTIFICATE",
            "CREATE DATABASE",
            "CREATE FUNCTION",
            "CREATE PROCEDURE",
            "CREATE ROLE",
            "CREATE SCHEMA",
            "CREATE TABLE",
            "CREATE TYPE",
            "CREATE VIEW",
            "DELETE",
            "EXECUTE",
            "INSERT",
            "REFERENCES",
            "SELECT",
            "SHOWPLAN",
            "TAKE OWNERSHIP",
            "UPDATE",
            "VIEW DATABASE STATE",
            "VIEW DEFINITION");

    private static final Set<String> DATABASE_2022 =
            Set.of("VIEW DATABASE PERFORMANCE STATE", "VIEW DATABASE SECURITY STATE");

    private static final Set<String> OBJECT = Set.of(
            "ALTER",
            "CONTROL",
            "DELETE",
            "EXECUTE",
            "INSERT",
            "REFERENCES",
            "SELECT",
            "TAKE OWNERSHIP",
            "UPDATE",
            "VIEW CHANGE TRACKING",
            "VIEW DEFINITION");

    private static final Map<String, Set<String>> MORE = Map.ofEntries(
            Map.entry("ENDPOINT", Set.of("CONNECT")),
            Map.entry("AVAILABILITY GROUP", Set.of()),
            Map.entry("LOGIN", Set.of("IMPERSONATE")),
            Map.entry("SERVER ROLE", Set.of()),
            Map.entry("USER", Set.of("IMPERSONATE")),
            Map.entry("ROLE", Set.of()),
            Map.entry("CERTIFICATE", Set.of("REFERENCES")),
            Map.entry("SYMMETRIC KEY", Set.of("REFERENCES")),
            Map.entry("ASYMMETRIC KEY", Set.of("REFERENCES")),
            Map.entry("DATABASE", DATABASE),
            Map.entry("SCHEMA", OBJECT),
            Map.entry("OBJECT", OBJECT),
            Map.entry("TYPE", Set.of("EXECUTE", "REFERENCES")));

    private Permissions() {}

    /** Tells whether something of that kind can be granted on. */
    static boolean isKind(String kind) {
        return MORE.containsKey(kind);
    }

    /** Tells whether it is one of the server's or the database's, which name nothing that they are on. */
    static boolean isGeneral(String permission, SqlVersion version) {
        return SERVER.contains(permission)
                || DATABASE.contains(permission)
                || version.since(SqlVersion.V2022)
                        && (SERVER_2022.contains(permission) || DATABASE_2022.contains(permission));
    }

    /** Tells whether it is one on something of that kind. */
    static boolean isOn(String kind, String permission) {
        return OWNED.contains(permission) || MORE.getOrDefault(kind, Set.of()).contains(permission);
    }
}
