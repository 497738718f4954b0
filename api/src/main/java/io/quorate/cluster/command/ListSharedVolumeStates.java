package io.quorate.cluster.command;

import io.quorate.cluster.ClusterSharedVolumes;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Reads how every node reaches a shared volume; fails with kind {@code NOT_FOUND} after a list without the volume.
 *
 * @param volume the volume's name in the cluster
 * @see ClusterSharedVolumes#states
 */
public record ListSharedVolumeStates(String volume) implements ReadCommand<List<SharedVolumeState>> {
    public ListSharedVolumeStates {
        Objects.requireNonNull(volume, "volume");
    }

    @Override
    public String name() {
        return "cluster.volume.states";
    }

    @Override
    public Target target() {
        return new Target("cluster shared volume", volume);
    }
}
