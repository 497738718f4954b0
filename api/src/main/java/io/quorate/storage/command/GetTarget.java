package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.IscsiTargets;
import java.util.Objects;

/**
 * Reads an iSCSI target; fails with kind {@code NOT_FOUND} after a look without it.
 *
 * @param iqn its name
 * @see IscsiTargets#get
 */
public record GetTarget(Iqn iqn) implements ReadCommand<IscsiTarget> {
    public GetTarget {
        Objects.requireNonNull(iqn, "iqn");
    }

    @Override
    public String name() {
        return "storage.target.get";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", iqn.value());
    }
}
