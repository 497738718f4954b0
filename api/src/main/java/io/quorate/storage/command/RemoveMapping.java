package io.quorate.storage.command;

import io.quorate.storage.LunMapping;
import io.quorate.storage.LunMappings;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Takes a LUN mapping away and waits until it is gone. Refused if the id stands for another mapping by now. Done when it is gone.
 *
 * @param mapping the mapping
 * @see LunMappings#remove
 */
public record RemoveMapping(LunMapping mapping) implements ConvergingCommand<Void>, Destructive {
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
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}
