package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.Set;

/**
 * Enables a log-in or disables it. Who is in already stays.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login its name
 * @param enabled false to disable it
 */
public record EnableLogin(String host, String login, boolean enabled)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public EnableLogin {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
    }

    @Override
    public String name() {
        return "sql.login.enable";
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
