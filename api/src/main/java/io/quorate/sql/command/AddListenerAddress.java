package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Gives a listener a further address, in a subnet where it has none.
 *
 * @param group the group's name
 * @param listener its DNS name
 * @param address the address
 */
public record AddListenerAddress(String group, String listener, ListenerIp address) implements GuardedCommand<Void> {
    public AddListenerAddress {
        Inputs.checkName("group", group);
        Inputs.checkListener("listener", listener);
        Objects.requireNonNull(address, "address");
    }

    @Override
    public String name() {
        return "sql.listener.add-address";
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
        return Afterwards.of(group, it -> it.listeners.replaceAll(one -> Rehearsed.with(one, listener, address)));
    }
}
