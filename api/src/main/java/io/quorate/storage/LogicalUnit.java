package io.quorate.storage;

import io.quorate.san.DatasetPath;
import io.quorate.san.Naa;
import java.util.Objects;

/**
 * The logical unit behind a published volume.
 *
 * @param naa its identity, the same on every host
 * @param volume the volume
 * @param writeCacheDisabled whether a write is on disk before it is answered
 * @param writeProtected whether writes are refused
 */
public record LogicalUnit(Naa naa, DatasetPath volume, boolean writeCacheDisabled, boolean writeProtected) {
    public LogicalUnit {
        Objects.requireNonNull(naa, "naa");
        Objects.requireNonNull(volume, "volume");
    }
}
