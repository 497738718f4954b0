package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Gives a listener another port; who is connected stays so.
 *
 * @param group the group's name
 * @param listener its DNS name
 * @param port the port
 */
public record SetListenerPort(String group, String listener, int port) implements ConvergingCommand<Void> {
    public SetListenerPort {
        Inputs.checkName("group", group);
        Inputs.checkListener("listener", listener);
        Inputs.checkListenerPort(port);
    }

    @Override
    public String name() {
        return "sql.listener.port";
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
        return Afterwards.of(group, it -> it.listeners.replaceAll(one -> Rehearsed.port(one, listener, port)));
    }
}
