package io.quorate.storage;

import io.quorate.Size;
import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Creates a volume group.
 *
 * @param path its path
 * @param satisfiedWhenPresent whether it is done, and no conflict, when it is there already
 * @see VolumeGroups#create
 */
public record CreateVolumeGroup(DatasetPath path, boolean satisfiedWhenPresent) implements Command<VolumeGroup> {
    public CreateVolumeGroup {
        Objects.requireNonNull(path, "path");
        if (path.parent().isEmpty()) {
            throw new IllegalArgumentException("a volume group lies in a pool: " + path);
        }
    }

    /** Makes one for which it is a conflict when it is there already. */
    public CreateVolumeGroup(DatasetPath path) {
        this(path, false);
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
    public Safety safety() {
        return Safety.GUARDED;
    }

    @Override
    public VolumeGroup rehearsed() {
        return new VolumeGroup(path, Size.bytes(0), Size.bytes(0));
    }
}
