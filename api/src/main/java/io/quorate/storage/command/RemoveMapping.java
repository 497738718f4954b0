package io.quorate.storage.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.LunMapping;
import io.quorate.storage.LunMappings;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    private Page<LunMapping> after(Page<LunMapping> before) {
        return new Page<>(
                before.items().stream()
                        .filter(one -> !one.id().equals(mapping.id()))
                        .toList(),
                before.more());
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new ListMappings(mapping.volume(), 0, Page.LIMIT), this::after),
                Foretold.changed(new ListMappings(null, 0, Page.LIMIT), this::after),
                Foretold.each(ListMappings.class, Rehearsed.ofOthers(mapping.volume()))
                        .unchanged(),
                Foretold.unknown(new GetLogicalUnit(mapping.volume())));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("logical unit");
    }
}
