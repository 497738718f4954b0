package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMappings;
import java.util.List;
import java.util.Objects;

/**
 * Switches the write cache of the logical unit behind a volume. Done when it is switched.
 *
 * @param volume the volume
 * @param enabled whether writes are answered from the cache
 * @see LunMappings#writeCache
 */
public record SetWriteCache(DatasetPath volume, boolean enabled) implements ConvergingCommand<LogicalUnit> {
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
    public LogicalUnit rehearsed() {
        return new LogicalUnit(Rehearsed.unit(volume).naa(), volume, !enabled, false);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(
                        new GetLogicalUnit(volume),
                        before -> new LogicalUnit(before.naa(), before.volume(), !enabled, before.writeProtected())),
                Foretold.unchanged(new GetVolume(volume)));
    }
}
