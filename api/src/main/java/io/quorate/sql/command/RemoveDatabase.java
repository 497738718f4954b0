package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Takes a database out of its group: it stays writable on the primary, restoring on the others, and the listener leads to it no more. Done when it is out.
 *
 * @param group the group's name
 * @param database the database's name
 */
public record RemoveDatabase(String group, String database) implements ConvergingCommand<Void>, Destructive {
    public RemoveDatabase {
        Inputs.checkName("group", group);
        Inputs.checkName("database", database);
    }

    @Override
    public String identity() {
        return database + "@" + group;
    }

    @Override
    public String name() {
        return "sql.database.remove";
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
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, it -> it.removeDatabase(database));
    }
}
