package io.quorate.cluster.command;

import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import java.time.Duration;

/**
 * Makes a disk a shared volume; one that the cluster does not manage yet is added to it first.
 *
 * @param diskId the disk's identity ({@link AvailableDisk#id}, {@link ClusterDisk#diskId})
 */
public record AddSharedVolume(String diskId) implements GuardedCommand<SharedVolume> {
    public AddSharedVolume {
        Names.checkDisk(diskId);
    }

    @Override
    public String name() {
        return "cluster.volume.add";
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
    public SharedVolume rehearsed() {
        return new SharedVolume(Names.REHEARSED, Names.REHEARSED, ResourceState.ONLINE, Names.REHEARSED, null);
    }
}
