package io.quorate.sql;

import java.util.Locale;
import java.util.Objects;

/**
 * A right on the server as a whole that a log-in was given, or denied.
 *
 * @param permission SQL Server's words, e.g. {@code VIEW SERVER STATE}
 * @param state what became of it
 */
public record ServerPermission(String permission, State state) {

    /** What everybody who may log in has from the start. */
    public static final ServerPermission CONNECT = new ServerPermission("CONNECT SQL", State.GRANT);

    /** What became of a right. */
    public enum State {
        /** It was given. */
        GRANT,
        /** It was given, and may be given on. */
        GRANT_WITH_GRANT_OPTION,
        /** It was denied. */
        DENY,
        /** It is neither given nor denied. */
        REVOKE
    }

    public ServerPermission {
        permission = Objects.requireNonNull(permission, "permission").strip().toUpperCase(Locale.ROOT);
        Objects.requireNonNull(state, "state");
        if (!permission.matches("[A-Z]+( [A-Z]+){0,9}")) {
            throw new IllegalArgumentException("a permission is words, not '" + permission + "'");
        }
    }

    @Override
    public String toString() {
        return state.name().replace('_', ' ') + " " + permission;
    }
}
