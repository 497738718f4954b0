package io.quorate.cluster.command;

import io.quorate.cluster.SharedVolume;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the shared volumes of the cluster.
 */
public record ListSharedVolumes() implements ReadCommand<List<SharedVolume>> {
    @Override
    public String name() {
        return "cluster.volume.list";
    }

    @Override
    public Target target() {
        return new Target("cluster", "shared volumes");
    }

    @Override
    public Set<String> lists() {
        return Set.of("cluster shared volume");
    }
}
