package io.quorate.mssql;

import io.quorate.sql.SqlReadiness;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts together what of an instance decides whether a group will work there. */
final class ReadinessReading {
    /** The machine's own account, whatever it is called in its language. */
    private static final String SYSTEM = "010100000000000512000000";

    private static final int SYSADMIN = 3;
    private static final int ON_SERVER = 100;

    private ReadinessReading() {}

    static SqlReadiness of(Inventory inventory, SqlRow instance, @Nullable List<String> tlsNames) {
        return new SqlReadiness(
                instance.text("windows_name"),
                instance.text("caller"),
                tlsNames,
                instance.integer("filestream_level"),
                inventory.rows(Section.SETTINGS).stream()
                        .filter(row -> row.text("name", "").equals(Section.CONTAINED))
                        .map(row -> row.truthOrNull("value_in_use"))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                inventory.rows(Section.PORTS).stream()
                        .filter(row -> inventory.rows(Section.ENDPOINTS).stream()
                                .anyMatch(one -> Objects.equals(one.number("endpoint_id"), row.number("endpoint_id"))))
                        .map(row -> row.text("ip_address"))
                        .filter(Objects::nonNull)
                        .filter(Predicate.not(String::isBlank))
                        .findFirst()
                        .orElse(null),
                systemRights(inventory),
                databases(
                        inventory,
                        row -> row.truth("is_encrypted")
                                && inventory.rows(Section.ENCRYPTION).stream()
                                        .filter(one ->
                                                Objects.equals(one.number("database_id"), row.number("database_id")))
                                        .allMatch(one ->
                                                certificate(inventory, one.bytes("encryptor_thumbprint")) == null)),
                databases(inventory, row -> row.truth("is_master_key_encrypted_by_server")));
    }

    private static @Nullable String certificate(Inventory inventory, byte @Nullable [] thumbprint) {
        String hex = Inventory.hex(thumbprint);
        return inventory.rows(Section.CERTIFICATES).stream()
                .filter(row ->
                        !hex.isEmpty() && Inventory.hex(row.bytes("thumbprint")).equals(hex))
                .map(row -> row.text("name"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<String> databases(Inventory inventory, Predicate<SqlRow> which) {
        return inventory.rows(Section.DATABASES).stream()
                .filter(row -> row.number("database_id", 0) > 4)
                .filter(which)
                .map(row -> row.text("name"))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Null where not even who is there is told. */
    private static @Nullable List<String> systemRights(Inventory inventory) {
        if (inventory.rows(Section.PRINCIPALS).isEmpty()) {
            return null;
        }
        Set<String> may = new TreeSet<>();
        for (SqlRow row : inventory.rows(Section.PRINCIPALS)) {
            Long id = row.number("principal_id");
            if (id == null || !Inventory.hex(row.bytes("sid")).equals(SYSTEM) || row.truth("is_disabled")) {
                continue;
            }
            if (inventory.rows(Section.MEMBERSHIPS).stream()
                    .anyMatch(one -> id.equals(one.number("member_principal_id"))
                            && one.number("role_principal_id", 0) == SYSADMIN)) {
                may.add("CONTROL SERVER");
            }
            inventory.rows(Section.GRANTS).stream()
                    .filter(one -> one.number("class", 0) == ON_SERVER
                            && id.equals(one.number("grantee_principal_id"))
                            && one.text("state_desc", "").startsWith("GRANT"))
                    .map(one -> one.text("permission_name", "").strip())
                    .forEach(may::add);
        }
        return List.copyOf(may);
    }
}
