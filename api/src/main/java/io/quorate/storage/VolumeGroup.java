package io.quorate.storage;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import java.util.Objects;

/**
 * A volume group: where volumes live.
 *
 * @param path its path, {@code tank/vg}
 * @param available what can still be written
 * @param used what is used by it and all below
 */
public record VolumeGroup(DatasetPath path, Size available, Size used) {
    public VolumeGroup {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(available, "available");
        Objects.requireNonNull(used, "used");
    }
}
