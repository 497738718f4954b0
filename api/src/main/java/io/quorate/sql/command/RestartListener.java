package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has a listener listen again.
 *
 * @param group the group's name
 * @param listener its DNS name
 */
public record RestartListener(String group, String listener) implements ConvergingCommand<Void> {
    public RestartListener {
        Inputs.checkName("group", group);
        Inputs.checkListener("listener", listener);
    }

    @Override
    public String name() {
        return "sql.listener.restart";
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
        return Afterwards.same();
    }
}
