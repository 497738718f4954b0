package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a disk out of the cluster's care. Its content stays. Returns the cluster disks that are left. Refused for the witness.
 *
 * @param id the id of the disk's resource ({@link ClusterDisk#id})
 * @param identity what the consent names ({@link ClusterDisk#identity})
 * @param consent the caller's word
 * @see ClusterDisks#remove
 */
public record RemoveDisk(
        String id, String identity, @Nullable Consent consent) implements Command<List<ClusterDisk>>, Destructive {
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
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<ClusterDisk> rehearsed() {
        return List.of();
    }
}
