package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.storage.IscsiTargets;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Removes a target that is in no group. Done when it is gone.
 *
 * @param iqn the target
 * @see IscsiTargets#remove
 */
public record RemoveTarget(Iqn iqn) implements ConvergingCommand<Void>, Destructive {
    public RemoveTarget {
        Objects.requireNonNull(iqn, "iqn");
    }

    @Override
    public String identity() {
        return iqn.value();
    }

    @Override
    public String name() {
        return "storage.target.remove";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", iqn.value());
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}
