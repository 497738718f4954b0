package io.quorate.storage;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume (zvol).
 *
 * @param path its path, {@code tank/vg/csv1}
 * @param guid the dataset's id, a decimal number; what a {@link io.quorate.Consent} to remove it names
 * @param size its size as initiators see it
 * @param blockSize the size of its blocks on disk, fixed when it is created
 * @param provisioning whether its space is set aside
 * @param origin the snapshot it is a clone of; null if it is none
 * @param used what it uses of the pool
 */
public record Volume(
        DatasetPath path,
        String guid,
        Size size,
        Size blockSize,
        Provisioning provisioning,
        @Nullable SnapshotPath origin,
        Size used) {
    public Volume {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(guid, "guid");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(blockSize, "blockSize");
        Objects.requireNonNull(provisioning, "provisioning");
        Objects.requireNonNull(used, "used");
    }
}
