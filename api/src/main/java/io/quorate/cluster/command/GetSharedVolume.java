package io.quorate.cluster.command;

import io.quorate.cluster.SharedVolume;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads one shared volume; fails with kind {@code NOT_FOUND} after a list without it.
 *
 * @param volume the volume's name in the cluster
 */
public record GetSharedVolume(String volume) implements ReadCommand<SharedVolume> {
    public GetSharedVolume {
        Objects.requireNonNull(volume, "volume");
    }

    @Override
    public String name() {
        return "cluster.volume.get";
    }

    @Override
    public Target target() {
        return new Target("cluster shared volume", volume);
    }
}
