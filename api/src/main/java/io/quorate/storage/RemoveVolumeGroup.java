package io.quorate.storage;

import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Removes an empty volume group; one that is not empty is refused. Done when it is gone.
 *
 * @param path its path
 * @see VolumeGroups#remove
 */
public record RemoveVolumeGroup(DatasetPath path) implements Command<Void> {
    public RemoveVolumeGroup {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String name() {
        return "storage.volumegroup.remove";
    }

    @Override
    public Target target() {
        return new Target("volume group", path.value());
    }

    @Override
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}
