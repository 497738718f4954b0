package io.quorate.storage;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads a logical unit's NAA identifier; one that has none is a failure, because nothing can be bound to it.
 *
 * @param unit which
 * @see IscsiClient#write
 */
public record ReadNaa(LunAddress unit) implements ReadCommand<Naa> {
    public ReadNaa {
        Objects.requireNonNull(unit, "unit");
    }

    @Override
    public String name() {
        return "iscsi.naa";
    }

    @Override
    public Target target() {
        return unit.target();
    }
}
