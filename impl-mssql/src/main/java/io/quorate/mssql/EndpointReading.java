package io.quorate.mssql;

import io.quorate.sql.EndpointAlgorithm;
import io.quorate.sql.EndpointAuthentication;
import io.quorate.sql.EndpointEncryption;
import io.quorate.sql.EndpointRole;
import io.quorate.sql.EndpointState;
import io.quorate.sql.MirroringEndpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts together the mirroring endpoint. */
final class EndpointReading {
    private static final int ENDPOINT = 105;

    private EndpointReading() {}

    static MirroringEndpoint of(Inventory inventory, SqlRow row) {
        Long id = row.number("endpoint_id");
        // The view names the ciphers in order; NONE among others says that it does without, too.
        List<String> ciphers = new ArrayList<>(Arrays.asList(row.text("encryption_algorithm_desc", "NONE")
                .toUpperCase(Locale.ROOT)
                .split("\\s*,\\s*")));
        boolean none = ciphers.remove("NONE");
        EndpointEncryption encryption = ciphers.isEmpty()
                ? EndpointEncryption.DISABLED
                : none ? EndpointEncryption.SUPPORTED : EndpointEncryption.REQUIRED;
        Long certificate = row.number("certificate_id");
        return new MirroringEndpoint(
                Objects.requireNonNull(row.text("name")),
                inventory.rows(Section.PORTS).stream()
                        .filter(one -> Objects.equals(one.number("endpoint_id"), id))
                        .map(one -> one.integer("port", 0))
                        .findFirst()
                        .orElse(0),
                EndpointState.of(row.text("state_desc", "UNKNOWN")),
                EndpointRole.of(row.text("role_desc", "UNKNOWN")),
                encryption,
                ciphers.isEmpty() ? EndpointAlgorithm.NONE : EndpointAlgorithm.of(String.join(" ", ciphers)),
                EndpointAuthentication.of(row.text("connection_auth_desc", "UNKNOWN")),
                certificate == null || certificate == 0
                        ? null
                        : inventory.rows(Section.CERTIFICATES).stream()
                                .filter(one -> Objects.equals(one.number("certificate_id"), certificate))
                                .map(one -> one.text("name"))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                text(inventory.principal(row.number("principal_id"))),
                inventory.rows(Section.GRANTS).stream()
                        .filter(one -> one.number("class", ENDPOINT) == ENDPOINT
                                && Objects.equals(one.number("major_id"), id)
                                && one.text("permission_name", "").equalsIgnoreCase("CONNECT")
                                && one.text("state_desc", "").startsWith("GRANT"))
                        .map(one -> inventory.principal(one.number("grantee_principal_id")))
                        .filter(Objects::nonNull)
                        .map(EndpointReading::text)
                        .distinct()
                        .toList());
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }
}
