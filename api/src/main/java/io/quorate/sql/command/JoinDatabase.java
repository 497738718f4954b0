package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Joins a secondary's restored copy of a database to the group.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param database the database's name
 */
public record JoinDatabase(String host, String group, String database)
        implements GuardedCommand<Void>, HostCommand<Void> {
    public JoinDatabase {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Inputs.checkName("database", database);
    }

    @Override
    public String name() {
        return "sql.database.join";
    }

    @Override
    public Target target() {
        return new Target("availability database", database + "@" + group);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("availability replica", "database");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, host, (it, server) -> it.copy(server, database));
    }
}
