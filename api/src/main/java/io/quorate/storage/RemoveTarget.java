package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes a target that is in no group. Done when it is gone.
 *
 * @param iqn the target
 * @param consent bound to its name
 * @see IscsiTargets#remove
 */
public record RemoveTarget(Iqn iqn, @Nullable Consent consent) implements Command<Void>, Destructive {
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
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}
