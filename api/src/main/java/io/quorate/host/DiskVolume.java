package io.quorate.host;

import io.quorate.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The volume on a disk's one data partition.
 *
 * @param fileSystem Windows' word, e.g. {@code NTFS}; empty for a volume without one that Windows knows
 * @param label its label
 * @param clusterSize its allocation unit; null if Windows does not tell
 */
public record DiskVolume(
        String fileSystem, String label, @Nullable Size clusterSize) {
    public DiskVolume {
        Objects.requireNonNull(fileSystem, "fileSystem");
        Objects.requireNonNull(label, "label");
    }
}
