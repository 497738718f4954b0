package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.NodeTarget;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Lists the targets that a host knows, after it asked all its portals again. A portal that does not answer is passed over, but can take
 * minutes.
 *
 * @param host the host, as the endpoint names it
 * @see HostInitiator#targets
 */
public record ListTargets(String host) implements ReadCommand<List<NodeTarget>>, HostCommand<List<NodeTarget>> {
    public ListTargets {
        Inputs.checkHost(host);
    }

    @Override
    public String name() {
        return "host.target.list";
    }

    @Override
    public Target target() {
        return new Target("iSCSI initiator", host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public Set<String> lists() {
        return Set.of("iSCSI initiator", "iSCSI target");
    }
}
