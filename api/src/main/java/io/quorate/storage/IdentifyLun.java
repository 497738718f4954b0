package io.quorate.storage;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Asks a logical unit who it is.
 *
 * @param unit which
 * @see IscsiClient#identify
 */
public record IdentifyLun(LunAddress unit) implements ReadCommand<LunIdentity> {
    public IdentifyLun {
        Objects.requireNonNull(unit, "unit");
    }

    @Override
    public String name() {
        return "iscsi.identify";
    }

    @Override
    public Target target() {
        return unit.target();
    }
}
