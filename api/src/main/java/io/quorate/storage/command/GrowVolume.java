package io.quorate.storage.command;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import java.util.List;
import java.util.Objects;

/**
 * Makes a volume at least as large; a thick one stays thick. Done when it is.
 *
 * @param path its path
 * @param size the least size; a whole number of blocks
 * @see Volumes#grow
 */
public record GrowVolume(DatasetPath path, Size size) implements GuardedCommand<Volume> {
    public GrowVolume {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(size, "size");
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
    public Volume rehearsed() {
        return new Volume(
                path, Placeholder.text("guid of " + path), size, Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new GetVolume(path), this::after), Foretold.unchanged(new GetLogicalUnit(path)));
    }

    private Volume after(Volume before) {
        Size larger = before.size().compareTo(size) < 0 ? size : before.size();
        return new Volume(
                before.path(),
                before.guid(),
                larger,
                before.blockSize(),
                before.provisioning(),
                before.origin(),
                before.used());
    }
}
