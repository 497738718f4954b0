package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorSession;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the sessions of a host's initiator.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#sessions
 */
public record ListSessions(String host)
        implements ReadCommand<List<InitiatorSession>>, HostCommand<List<InitiatorSession>> {
    public ListSessions {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.session.list";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("iSCSI initiator", "iSCSI target");
    }
}
