package io.quorate.san.command;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.LunIdentity;
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
        return new Target("logical unit", unit.toString());
    }
}
