package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.VolumeGroup;
import io.quorate.storage.VolumeGroups;
import java.util.Objects;

/**
 * Reads a volume group; fails with kind {@code NOT_FOUND} after a look without it.
 *
 * @param path its path
 * @see VolumeGroups#get
 */
public record GetVolumeGroup(DatasetPath path) implements ReadCommand<VolumeGroup> {
    public GetVolumeGroup {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String name() {
        return "storage.volumegroup.get";
    }

    @Override
    public Target target() {
        return new Target("volume group", path.value());
    }
}
