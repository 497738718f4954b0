package io.quorate.storage.command;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.storage.VolumeGroup;
import io.quorate.storage.VolumeGroups;
import java.util.List;

/**
 * Creates a volume group.
 *
 * @param path its path
 * @see VolumeGroups#create
 */
public record CreateVolumeGroup(DatasetPath path) implements GuardedCommand<VolumeGroup> {
    public CreateVolumeGroup {
        DatasetPath.of(path.value());
        if (path.parent().isEmpty()) {
            throw new IllegalArgumentException("a volume group lies in a pool: " + path);
        }
    }

    @Override
    public String name() {
        return "storage.volumegroup.create";
    }

    @Override
    public Target target() {
        return new Target("volume group", path.value());
    }

    @Override
    public VolumeGroup rehearsed() {
        return new VolumeGroup(path, Size.bytes(0), Size.bytes(0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetVolumeGroup(path), rehearsed()));
    }
}
