package io.quorate.sql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an instance has of log-ins, as it was read. Holds no password and no hash.
 *
 * @param host the instance's host, as the endpoint names it
 * @param name what its {@code @@SERVERNAME} says
 * @param version its version
 * @param logins its log-ins
 * @param roles its server roles
 * @param databases its databases
 */
public record LoginInventory(
        String host,
        String name,
        SqlVersion version,
        List<ServerLogin> logins,
        List<String> roles,
        List<String> databases) {
    public LoginInventory {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        logins = List.copyOf(logins);
        roles = List.copyOf(roles);
        databases = List.copyOf(databases);
    }

    /** Returns the log-in of this name. */
    public Optional<ServerLogin> login(String login) {
        return logins.stream().filter(one -> one.name().equalsIgnoreCase(login)).findFirst();
    }

    /** Returns the log-in of this SID. */
    public Optional<ServerLogin> login(LoginSid sid) {
        return logins.stream().filter(one -> one.sid().equals(sid)).findFirst();
    }

    boolean hasRole(String role) {
        return roles.stream().anyMatch(role::equalsIgnoreCase);
    }

    boolean hasDatabase(String database) {
        return databases.stream().anyMatch(database::equalsIgnoreCase);
    }
}
