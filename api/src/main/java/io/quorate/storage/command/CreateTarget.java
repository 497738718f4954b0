package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.IscsiTargets;
import java.util.List;

/**
 * Creates an iSCSI target.
 *
 * @param iqn its name
 * @param portals where it listens
 * @see IscsiTargets#create
 */
public record CreateTarget(Iqn iqn, List<Portal> portals) implements GuardedCommand<IscsiTarget> {
    public CreateTarget {
        Iqn.of(iqn.value());
        portals = List.copyOf(portals);
        if (portals.isEmpty()) {
            throw new IllegalArgumentException("a target needs a portal: " + iqn);
        }
    }

    @Override
    public String name() {
        return "storage.target.create";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", iqn.value());
    }

    @Override
    public IscsiTarget rehearsed() {
        return new IscsiTarget(iqn, "online", false, portals);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetTarget(iqn), rehearsed()));
    }
}
