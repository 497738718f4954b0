package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.Set;

/**
 * Makes a log-in a member of a server role, or takes it out.
 *
 * @param host the instance's host, as the endpoint names it
 * @param role the server role
 * @param login the log-in
 * @param member false to take it out
 */
public record SetRoleMember(String host, String role, String login, boolean member)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public SetRoleMember {
        Inputs.checkHost(host);
        Inputs.checkName("role", role);
        Inputs.checkName("login", login);
    }

    @Override
    public String name() {
        return "sql.login.role";
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
