package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorService;
import io.quorate.san.Iqn;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Has the iSCSI initiator service run, now and after every start of the host. Done when it does so already.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#ensureRunning
 */
public record RunInitiator(String host) implements GuardedCommand<InitiatorService>, HostCommand<InitiatorService> {
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
    public InitiatorService rehearsed() {
        return new InitiatorService(host, true, true, Iqn.of(Placeholder.iqn(host)));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.found(new GetInitiator(host), rehearsed()), Foretold.found(new ListSessions(host), List.of()));
    }
}
