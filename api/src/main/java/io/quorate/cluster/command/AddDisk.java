package io.quorate.cluster.command;

import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ResourceState;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import java.time.Duration;

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
                Names.REHEARSED, Names.REHEARSED, diskId, ResourceState.ONLINE, Names.REHEARSED, Names.REHEARSED);
    }
}
