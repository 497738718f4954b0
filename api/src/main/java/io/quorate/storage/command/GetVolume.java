package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import java.util.Objects;

/**
 * Reads a volume; fails with kind {@code NOT_FOUND} after a look without it.
 *
 * @param path its path
 * @see Volumes#get
 */
public record GetVolume(DatasetPath path) implements ReadCommand<Volume> {
    public GetVolume {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String name() {
        return "storage.volume.get";
    }

    @Override
    public Target target() {
        return new Target("volume", path.value());
    }
}
