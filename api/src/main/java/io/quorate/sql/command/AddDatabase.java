package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Adds a database to a group; it needs the full recovery model and a full backup.
 *
 * @param group the group's name
 * @param database the database's name
 */
public record AddDatabase(String group, String database) implements GuardedCommand<Void> {
    public AddDatabase {
        Inputs.checkName("group", group);
        Inputs.checkName("database", database);
    }

    @Override
    public String name() {
        return "sql.database.add";
    }

    @Override
    public Target target() {
        return new Target("availability database", database + "@" + group);
    }

    @Override
    public Placement placement() {
        return Placement.owner();
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
        return Set.of("availability group", "database");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, it -> it.addDatabase(database));
    }
}
