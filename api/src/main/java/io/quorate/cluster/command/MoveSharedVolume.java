package io.quorate.cluster.command;

import io.quorate.cluster.ClusterSharedVolumes;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a node the one that coordinates a shared volume.
 *
 * @param volume the volume's name
 * @param node the node
 * @param atMost how long to wait until it does
 * @see ClusterSharedVolumes#move
 */
public record MoveSharedVolume(String volume, String node, Duration atMost) implements ConvergingCommand<SharedVolume> {
    public MoveSharedVolume {
        Objects.requireNonNull(volume, "volume");
        Names.check("node", node);
        Names.checkWait(atMost);
    }

    @Override
    public String name() {
        return "cluster.volume.move";
    }

    @Override
    public Target target() {
        return new Target("cluster shared volume", volume);
    }

    @Override
    public Duration deadline() {
        return atMost.plusMinutes(2);
    }

    @Override
    public SharedVolume rehearsed() {
        return new SharedVolume(volume, Placeholder.TEXT, ResourceState.ONLINE, node, null);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new GetSharedVolume(volume),
                before -> new SharedVolume(
                        before.name(), before.id(), before.state(), node, before.path(), before.diskId())));
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("cluster node");
    }
}
