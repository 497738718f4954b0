package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMappings;
import java.util.Objects;

/**
 * Reads the logical unit behind a volume; fails with kind {@code NOT_FOUND} while there is none.
 *
 * @param volume the volume
 * @see LunMappings#logicalUnit
 */
public record GetLogicalUnit(DatasetPath volume) implements ReadCommand<LogicalUnit> {
    public GetLogicalUnit {
        Objects.requireNonNull(volume, "volume");
    }

    @Override
    public String name() {
        return "storage.unit.get";
    }

    @Override
    public Target target() {
        return new Target("volume", volume.value());
    }
}
