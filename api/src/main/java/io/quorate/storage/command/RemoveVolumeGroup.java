package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.VolumeGroups;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Removes an empty volume group; one that is not empty is refused. Done when it is gone.
 *
 * @param path its path
 * @see VolumeGroups#remove
 */
public record RemoveVolumeGroup(DatasetPath path) implements ConvergingCommand<Void> {
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
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.gone(new GetVolumeGroup(path)));
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("volume", "snapshot");
    }
}
