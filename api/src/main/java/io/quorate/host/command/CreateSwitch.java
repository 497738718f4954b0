package io.quorate.host.command;

import io.quorate.host.HostSwitches;
import io.quorate.host.SwitchSpec;
import io.quorate.host.VirtualSwitch;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Has a virtual switch. Refused where it would take over an adapter that has addresses. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param wanted the switch
 * @see HostSwitches#ensure
 */
public record CreateSwitch(String host, SwitchSpec wanted)
        implements GuardedCommand<VirtualSwitch>, HostCommand<VirtualSwitch> {
    public CreateSwitch {
        Inputs.checkHost(host);
        Objects.requireNonNull(wanted, "wanted");
    }

    @Override
    public String name() {
        return "host.switch.create";
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
