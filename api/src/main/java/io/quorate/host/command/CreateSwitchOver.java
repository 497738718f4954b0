package io.quorate.host.command;

import io.quorate.host.HostSwitches;
import io.quorate.host.SwitchSpec;
import io.quorate.host.SwitchType;
import io.quorate.host.VirtualSwitch;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Has an external virtual switch on an adapter that may have addresses, and may carry this connection. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param wanted the switch
 * @see HostSwitches#ensure
 */
public record CreateSwitchOver(String host, SwitchSpec wanted)
        implements GuardedCommand<VirtualSwitch>, Destructive, HostCommand<VirtualSwitch> {
    public CreateSwitchOver {
        Inputs.checkHost(host);
        Objects.requireNonNull(wanted, "wanted");
        if (wanted.type() != SwitchType.EXTERNAL) {
            throw new IllegalArgumentException("only an external switch takes an adapter over");
        }
    }

    @Override
    public String identity() {
        return host + "/" + wanted.adapter();
    }

    @Override
    public String name() {
        return "host.switch.create-over";
    }

    @Override
    public Target target() {
        return new Target("virtual switch", wanted.name() + " on " + host);
    }

    @Override
    public VirtualSwitch rehearsed() {
        return SwitchInputs.rehearsed(host, wanted);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return SwitchInputs.foretold(host, wanted);
    }
}
