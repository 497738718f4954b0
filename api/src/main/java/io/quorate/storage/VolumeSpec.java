package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a new volume should be like. Mutable inside the lambda it is handed to, and of no use outside. */
public final class VolumeSpec {
    private @Nullable Size size;
    private Size blockSize = Size.kib(32);
    private Provisioning provisioning = Provisioning.THIN;

    VolumeSpec() {}

    /** Sets its size. Must be given; a whole number of blocks. */
    public VolumeSpec size(Size value) {
        size = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the size of its blocks, a power of two from 512 B to 128 KiB; 32 KiB by default. Cannot be changed later. */
    public VolumeSpec blockSize(Size value) {
        blockSize = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Takes space only as it is written; the default. */
    public VolumeSpec thin() {
        provisioning = Provisioning.THIN;
        return this;
    }

    /** Reserves all of its space. */
    public VolumeSpec thick() {
        provisioning = Provisioning.THICK;
        return this;
    }

    Size size() {
        if (size == null) {
            throw new IllegalArgumentException("a volume needs a size");
        }
        return size;
    }

    Size blockSize() {
        return blockSize;
    }

    Provisioning provisioning() {
        return provisioning;
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("size", size)
                .with("blockSize", blockSize)
                .with("provisioning", provisioning)
                .toString();
    }
}
