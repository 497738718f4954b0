package io.quorate.storage;

import io.quorate.Size;
import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Makes a volume at least as large; a thick one stays thick. Done when it is.
 *
 * @param path its path
 * @param size the least size; a whole number of blocks
 * @see Volumes#grow
 */
public record GrowVolume(DatasetPath path, Size size) implements Command<Volume> {
    public GrowVolume {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(size, "size");
    }

    /** Returns true: there is nothing to do for one that is large enough. */
    @Override
    public boolean satisfiedWhenPresent() {
        return true;
    }

    @Override
    public String name() {
        return "storage.volume.grow";
    }

    @Override
    public Target target() {
        return new Target("volume", path.value());
    }

    @Override
    public Safety safety() {
        return Safety.GUARDED;
    }

    @Override
    public Volume rehearsed() {
        return new Volume(path, Rehearsed.ID, size, Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    }
}
