package io.quorate.cluster;

import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;

/**
 * Puts an available disk under the cluster's care.
 *
 * @param diskId the disk's identity ({@link AvailableDisk#id})
 * @param satisfiedWhenPresent whether it is done, and no conflict, when it is there already
 */
public record AddDisk(String diskId, boolean satisfiedWhenPresent) implements Command<ClusterDisk> {
    public AddDisk {
        Names.checkDisk(diskId);
    }

    /** Makes one for which it is a conflict when it is there already. */
    public AddDisk(String diskId) {
        this(diskId, false);
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
    public Safety safety() {
        return Safety.GUARDED;
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
