package io.quorate.cluster.command;

import io.quorate.cluster.ClusterSharedVolumes;
import io.quorate.cluster.SharedVolume;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a shared volume an unused disk of the cluster again. Its content stays, its path goes. Returns the shared volumes that are left.
 *
 * @param id the volume's id ({@link SharedVolume#id}), which it keeps when it is renamed
 * @param identity what the consent names ({@link SharedVolume#identity})
 * @see ClusterSharedVolumes#remove
 */
public record RemoveSharedVolume(String id, String identity)
        implements ConvergingCommand<List<SharedVolume>>, Destructive {
    public RemoveSharedVolume {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(identity, "identity");
    }

    @Override
    public String name() {
        return "cluster.volume.remove";
    }

    @Override
    public Target target() {
        return new Target("cluster shared volume", identity);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<SharedVolume> rehearsed() {
        return List.of();
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster disk", "disk");
    }
}
