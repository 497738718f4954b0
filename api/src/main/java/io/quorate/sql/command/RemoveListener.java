package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Takes a group's listener away; clients no longer find the primary. Done when it is gone.
 *
 * @param group the group's name
 * @param listener its DNS name
 */
public record RemoveListener(String group, String listener) implements ConvergingCommand<Void>, Destructive {
    public RemoveListener {
        Inputs.checkName("group", group);
        Inputs.checkListener("listener", listener);
    }

    @Override
    public String identity() {
        return listener + "@" + group;
    }

    @Override
    public String name() {
        return "sql.listener.remove";
    }

    @Override
    public Target target() {
        return new Target("availability listener", listener + "@" + group);
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
        return Afterwards.of(
                group, it -> it.listeners.removeIf(one -> one.name().equalsIgnoreCase(listener)));
    }
}
