package io.quorate.host.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has no virtual switch of a name. Refused where management may come in by the host's adapter on it. Done when there is none.
 *
 * @param host the host, as the endpoint names it
 * @param virtualSwitch the switch's name
 * @see io.quorate.host.HostSwitches#remove
 */
public record RemoveSwitch(String host, String virtualSwitch) implements ConvergingCommand<Void>, HostCommand<Void> {
    public RemoveSwitch {
        SwitchInputs.check(host, virtualSwitch);
    }

    @Override
    public String name() {
        return "host.switch.remove";
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
