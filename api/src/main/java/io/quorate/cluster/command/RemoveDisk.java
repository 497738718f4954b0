package io.quorate.cluster.command;

import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterDisks;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Takes a disk out of the cluster's care. Its content stays. Returns the cluster disks that are left. Refused for the witness.
 *
 * @param id the id of the disk's resource ({@link ClusterDisk#id})
 * @param identity what the consent names ({@link ClusterDisk#identity})
 * @see ClusterDisks#remove
 */
public record RemoveDisk(String id, String identity) implements ConvergingCommand<List<ClusterDisk>>, Destructive {
    public RemoveDisk {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(identity, "identity");
    }

    @Override
    public String name() {
        return "cluster.disk.remove";
    }

    @Override
    public Target target() {
        return new Target("cluster disk", identity);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<ClusterDisk> rehearsed() {
        return List.of();
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("available disk", "disk");
    }
}
