package io.quorate.host;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import io.quorate.storage.Iqn;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends the host's sessions to a target and forgets them. Returns the sessions that were ended. Refused while the cluster owns a disk of the
 * target or one is online on this host.
 *
 * @param host the host, as the endpoint names it
 * @param iqn the target
 * @param consent the caller's word, bound to {@code host/iqn}
 * @see HostInitiator#disconnect
 */
public record DisconnectTarget(
        String host, Iqn iqn, @Nullable Consent consent) implements Command<List<InitiatorSession>>, Destructive {
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
    public Placement placement() {
        return Placement.on(host);
    }

    @Override
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public List<InitiatorSession> rehearsed() {
        return List.of();
    }
}
