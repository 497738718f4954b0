package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GRANT}, {@code DENY} or {@code REVOKE}.
 *
 * @param permissions in capitals with one space between words, e.g. {@code ALTER ANY AVAILABILITY GROUP}
 * @param securable null: the server, or the database
 * @param principals log-ins, users or roles
 * @param grantOption given, or taken alone
 * @param grantor null: the caller
 */
public record PermissionStatement(
        Verb verb,
        List<String> permissions,
        @Nullable Securable securable,
        List<String> principals,
        boolean grantOption,
        boolean cascade,
        @Nullable String grantor)
        implements Statement {
    public PermissionStatement {
        permissions = List.copyOf(permissions);
        principals = List.copyOf(principals);
    }

    /** What becomes of the permission. */
    public enum Verb {
        GRANT,
        DENY,
        REVOKE
    }

    /**
     * What the permission is on.
     *
     * @param kind in capitals, e.g. {@code ENDPOINT}, {@code AVAILABILITY GROUP}, {@code LOGIN}; {@code OBJECT} if none is named
     * @param name its parts, outermost first
     */
    public record Securable(String kind, List<String> name) {
        public Securable {
            name = List.copyOf(name);
        }
    }
}
