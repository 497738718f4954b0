package io.quorate.host.command;

import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorSession;
import io.quorate.san.Iqn;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Ends the host's sessions to a target and forgets them. Returns the sessions that were ended. Refused while the cluster owns a disk of the
 * target or one is online on this host.
 *
 * @param host the host, as the endpoint names it
 * @param iqn the target
 * @see HostInitiator#disconnect
 */
public record DisconnectTarget(String host, Iqn iqn)
        implements ConvergingCommand<List<InitiatorSession>>, Destructive, HostCommand<List<InitiatorSession>> {
    public DisconnectTarget {
        Inputs.checkHost(host);
        Objects.requireNonNull(iqn, "iqn");
    }

    @Override
    public String identity() {
        return host + "/" + iqn;
    }

    @Override
    public String name() {
        return "host.session.disconnect";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", iqn + " on " + host);
    }

    @Override
    public List<InitiatorSession> rehearsed() {
        return List.of();
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(
                        new ListSessions(host),
                        before -> before.stream()
                                .filter(one -> !one.target().equals(iqn))
                                .toList()),
                Foretold.unknown(new ListDisks(host)),
                Foretold.each(ReadDiskContent.class, read -> read.host().equals(host))
                        .unknown());
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("available disk");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("iSCSI initiator");
    }
}
