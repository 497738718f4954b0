package io.quorate.cluster.command;

import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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
        return new SharedVolume(
                Placeholder.text("shared volume of disk " + diskId),
                Placeholder.text("resource of disk " + diskId),
                ResourceState.ONLINE,
                Placeholder.TEXT,
                Placeholder.text("path of disk " + diskId),
                diskId);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetSharedVolume(rehearsed().name()), rehearsed()));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("available disk", "cluster disk", "cluster shared volume", "disk");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("available disk", "cluster disk");
    }
}
