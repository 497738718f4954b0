package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.IscsiTargets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.gone(new GetTarget(iqn)));
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("target group");
    }
}
