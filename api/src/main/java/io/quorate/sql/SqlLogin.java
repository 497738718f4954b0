package io.quorate.sql;

import java.util.Objects;

/**
 * A log-in of an instance. Holds no password and no hash.
 *
 * @param name its name
 * @param sid its security identifier
 * @param kind what it is
 * @param disabled whether it is disabled
 */
public record SqlLogin(String name, LoginSid sid, LoginKind kind, boolean disabled) {
    public SqlLogin {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sid, "sid");
        Objects.requireNonNull(kind, "kind");
    }
}
