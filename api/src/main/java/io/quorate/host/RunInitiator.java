package io.quorate.host;

import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;

/**
 * Has the iSCSI initiator service run, now and after every start of the host. Done when it does so already.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#ensureRunning
 */
public record RunInitiator(String host) implements Command<InitiatorService> {
    public RunInitiator {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.initiator.run";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public Placement placement() {
        return Placement.on(host);
    }

    @Override
    public Safety safety() {
        return Safety.GUARDED;
    }

    @Override
    public InitiatorService rehearsed() {
        return new InitiatorService(host, true, true, null);
    }

    @Override
    public boolean satisfiedWhenPresent() {
        return true;
    }
}
