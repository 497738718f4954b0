package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.SqlInventory;
import java.util.List;
import java.util.Set;

/**
 * Creates a user of the master database for a log-in; a peer's certificate belongs to one.
 *
 * @param host the instance's host, as the endpoint names it
 * @param user its name
 * @param login the log-in
 */
public record CreateUser(String host, String user, String login) implements GuardedCommand<Void>, HostCommand<Void> {
    public CreateUser {
        Inputs.checkHost(host);
        Inputs.checkName("user", user);
        Inputs.checkName("login", login);
    }

    @Override
    public String name() {
        return "sql.user.create";
    }

    @Override
    public Target target() {
        return new Target("database user", user + "@" + host);
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

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.users.add(new SqlInventory.MasterUser(user, login)));
    }
}
