package io.quorate.host;

import io.quorate.Size;
import java.util.Objects;

/**
 * A disk that is ready to become a Cluster Shared Volume.
 *
 * @param disk the disk
 * @param volumeLabel its volume's label
 * @param clusterSize its volume's allocation unit
 */
public record PreparedDisk(HostDisk disk, String volumeLabel, Size clusterSize) {
    public PreparedDisk {
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(volumeLabel, "volumeLabel");
        Objects.requireNonNull(clusterSize, "clusterSize");
    }
}
