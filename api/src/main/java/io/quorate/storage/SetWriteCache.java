package io.quorate.storage;

import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Switches the write cache of the logical unit behind a volume. Done when it is switched.
 *
 * @param volume the volume
 * @param enabled whether writes are answered from the cache
 * @see LunMappings#writeCache
 */
public record SetWriteCache(DatasetPath volume, boolean enabled) implements Command<LogicalUnit> {
    public SetWriteCache {
        Objects.requireNonNull(volume, "volume");
    }

    @Override
    public String name() {
        return "storage.unit.cache";
    }

    @Override
    public Target target() {
        return new Target("volume", volume.value());
    }

    @Override
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public LogicalUnit rehearsed() {
        return new LogicalUnit(Rehearsed.NAA, volume, !enabled, false);
    }
}
