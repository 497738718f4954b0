package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a LUN mapping away and waits until it is gone. Refused if the id stands for another mapping by now. Done when it is gone.
 *
 * @param mapping the mapping
 * @param consent bound to its id
 * @see LunMappings#remove
 */
public record RemoveMapping(LunMapping mapping, @Nullable Consent consent) implements Command<Void>, Destructive {
    public RemoveMapping {
        Objects.requireNonNull(mapping, "mapping");
    }

    @Override
    public String identity() {
        return mapping.id();
    }

    @Override
    public String name() {
        return "storage.mapping.remove";
    }

    @Override
    public Target target() {
        return new Target("LUN mapping", mapping.id() + " of volume " + mapping.volume());
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
