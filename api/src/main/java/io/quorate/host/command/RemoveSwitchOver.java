package io.quorate.host.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has no virtual switch of a name, where whether management comes in by the host's adapter on it cannot be told. Done when there is none.
 *
 * @param host the host, as the endpoint names it
 * @param virtualSwitch the switch's name
 * @see io.quorate.host.HostSwitches#remove
 */
public record RemoveSwitchOver(String host, String virtualSwitch)
        implements ConvergingCommand<Void>, Destructive, HostCommand<Void> {
    public RemoveSwitchOver {
        SwitchInputs.check(host, virtualSwitch);
    }

    @Override
    public String identity() {
        return host + "/" + virtualSwitch;
    }

    @Override
    public String name() {
        return "host.switch.remove-over";
    }

    @Override
    public Target target() {
        return new Target("virtual switch", virtualSwitch + " on " + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return SwitchInputs.gone(host, virtualSwitch);
    }
}
