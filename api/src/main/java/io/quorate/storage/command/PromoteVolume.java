package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.storage.Provisioning;
import io.quorate.storage.SnapshotPath;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import io.quorate.Size;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Makes a clone independent of its origin. Done when its origin is another or none: promoting again would climb on to the next origin.
 *
 * @param path the clone
 * @param origin the snapshot it depends on now
 * @see Volumes#promote
 */
public record PromoteVolume(DatasetPath path, SnapshotPath origin) implements ConvergingCommand<Volume> {
    public PromoteVolume {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public String name() {
        return "storage.volume.promote";
    }

    @Override
    public Target target() {
        return new Target("volume", path.value());
    }

    @Override
    public Volume rehearsed() {
        return new Volume(path, Rehearsed.ID, Size.bytes(0), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    }
}
