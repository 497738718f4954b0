package io.quorate.host;

import io.quorate.Size;
import java.util.Objects;

/**
 * A disk that is ready to become a Cluster Shared Volume.
 *
 * @param disk the disk
 * @param volumeLabel its volume's label; empty if the disk is offline on this host, where its mark alone tells that it is prepared
 * @param clusterSize its volume's allocation unit; what disks are formatted with where Windows does not tell
 */
public record PreparedDisk(HostDisk disk, String volumeLabel, Size clusterSize) {
    /** The allocation unit that disks are formatted with. */
    public static final Size CLUSTER_SIZE = Size.kib(64);

    public PreparedDisk {
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(volumeLabel, "volumeLabel");
        Objects.requireNonNull(clusterSize, "clusterSize");
    }
}
