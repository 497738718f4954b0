package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.IscsiTargets;
import java.util.List;
import java.util.Objects;

/**
 * Switches whether a target demands CHAP. Done when it does, or does not.
 *
 * @param iqn the target
 * @param chap whether it does
 * @see IscsiTargets#requireChap
 */
public record RequireChap(Iqn iqn, boolean chap) implements ConvergingCommand<IscsiTarget> {
    public RequireChap {
        Objects.requireNonNull(iqn, "iqn");
    }

    @Override
    public String name() {
        return "storage.target.chap";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", iqn.value());
    }

    @Override
    public IscsiTarget rehearsed() {
        return new IscsiTarget(iqn, "online", chap, List.of());
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new GetTarget(iqn), before -> new IscsiTarget(before.name(), before.state(), chap, before.portals())));
    }
}
