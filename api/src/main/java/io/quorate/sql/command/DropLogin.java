package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.LoginSid;
import java.util.Objects;
import java.util.Set;

/**
 * Drops a log-in. Its roles and rights go with it; users of databases stay, and belong to nobody until a log-in of its SID is there again.
 *
 * @param host the instance's host, as the endpoint names it
 * @param login its name
 * @param sid its SID; a log-in of this name with another one is not dropped
 */
public record DropLogin(String host, String login, LoginSid sid)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public DropLogin {
        Inputs.checkHost(host);
        Inputs.checkName("login", login);
        Objects.requireNonNull(sid, "sid");
    }

    /** Returns {@code login@host}. */
    @Override
    public String identity() {
        return login + "@" + host;
    }

    @Override
    public String name() {
        return "sql.login.remove";
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
