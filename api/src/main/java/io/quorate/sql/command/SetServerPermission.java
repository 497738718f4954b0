package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.ServerPermission;
import java.util.Objects;
import java.util.Set;

/**
 * Gives a log-in a right on the server as a whole, denies it, or takes back both. Whom the log-in gave it to loses it with the log-in.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login the log-in
 * @param permission the right, and what becomes of it
 */
public record SetServerPermission(String host, String login, ServerPermission permission)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public SetServerPermission {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
        Objects.requireNonNull(permission, "permission");
    }

    @Override
    public String name() {
        return "sql.login.permit";
    }

    @Override
    public Target target() {
        return new Target("log-in", login + "@" + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("log-in");
    }
}
