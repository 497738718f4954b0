package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Takes a secondary's copy of a database out of the group; it stays, restoring.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param database the database's name
 */
public record LeaveDatabase(String host, String group, String database)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public LeaveDatabase {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Inputs.checkName("database", database);
    }

    @Override
    public String identity() {
        return database + "@" + host;
    }

    @Override
    public String name() {
        return "sql.database.leave";
    }

    @Override
    public Target target() {
        return new Target("availability database", database + "@" + group);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, host, (it, server) -> it.leave(server, database));
    }
}
