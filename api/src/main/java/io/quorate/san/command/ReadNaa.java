package io.quorate.san.command;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
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
        return new Target("logical unit", unit.toString());
    }
}
