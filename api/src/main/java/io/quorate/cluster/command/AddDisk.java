package io.quorate.cluster.command;

import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ResourceState;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Set;

/**
 * Puts an available disk under the cluster's care.
 *
 * @param diskId the disk's identity ({@link AvailableDisk#id})
 */
public record AddDisk(String diskId) implements GuardedCommand<ClusterDisk> {
    public AddDisk {
        Names.checkDisk(diskId);
    }

    @Override
    public String name() {
        return "cluster.disk.add";
    }

    @Override
    public Target target() {
        return new Target("disk", diskId);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public ClusterDisk rehearsed() {
        return new ClusterDisk(
                Placeholder.text("name of disk " + diskId),
                Placeholder.text("resource of disk " + diskId),
                diskId,
                ResourceState.ONLINE,
                Placeholder.TEXT,
                Placeholder.TEXT);
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("available disk", "cluster disk", "disk");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("available disk");
    }
}
