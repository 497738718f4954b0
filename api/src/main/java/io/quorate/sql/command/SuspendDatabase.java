package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Suspends the movement of data: on the primary to all secondaries, else to this one. The primary's log grows meanwhile.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param database the database's name
 */
public record SuspendDatabase(String host, String group, String database)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public SuspendDatabase {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Inputs.checkName("database", database);
    }

    @Override
    public String name() {
        return "sql.database.suspend";
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
        return Afterwards.of(group, host, (it, server) -> it.suspend(server, database, "SUSPEND_FROM_USER"));
    }
}
