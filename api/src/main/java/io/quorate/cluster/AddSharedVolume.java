package io.quorate.cluster;

import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;

/**
 * Makes a disk a shared volume; one that the cluster does not manage yet is added to it first.
 *
 * @param diskId the disk's identity ({@link AvailableDisk#id}, {@link ClusterDisk#diskId})
 * @param satisfiedWhenPresent whether it is done, and no conflict, when it is there already
 */
public record AddSharedVolume(String diskId, boolean satisfiedWhenPresent) implements Command<SharedVolume> {
    public AddSharedVolume {
        Names.checkDisk(diskId);
    }

    /** Makes one for which it is a conflict when it is there already. */
    public AddSharedVolume(String diskId) {
        this(diskId, false);
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
    public Safety safety() {
        return Safety.GUARDED;
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
