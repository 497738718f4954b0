package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Takes an address of a listener away (2025); not its last one.
 *
 * @param group the group's name
 * @param listener its DNS name
 * @param address the address
 */
public record RemoveListenerAddress(String group, String listener, String address)
        implements ConvergingCommand<Void>, Destructive {
    public RemoveListenerAddress {
        Inputs.checkName("group", group);
        Inputs.checkListener("listener", listener);
        if (!Inputs.isIp4(Objects.requireNonNull(address, "address")) && !Inputs.isIp6(address)) {
            throw new IllegalArgumentException("not an IPv4 or IPv6 address: '" + address + "' (19483)");
        }
    }

    @Override
    public String identity() {
        return listener + "@" + group;
    }

    @Override
    public String name() {
        return "sql.listener.remove-address";
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
        return Afterwards.of(group, it -> it.listeners.replaceAll(one -> Rehearsed.without(one, listener, address)));
    }
}
