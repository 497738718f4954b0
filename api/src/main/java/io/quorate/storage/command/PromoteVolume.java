package io.quorate.storage.command;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a clone independent of its origin. Done when its origin is another or none: promoting again would climb on to the next origin.
 *
 * @param path the clone
 * @param origin the snapshot it depends on now
 * @see Volumes#promote
 */
public record PromoteVolume(DatasetPath path, SnapshotPath origin) implements ConvergingCommand<Volume> {
    public PromoteVolume {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(origin, "origin");
    }

    @Override
    public String name() {
        return "storage.volume.promote";
    }

    @Override
    public Target target() {
        return new Target("volume", path.value());
    }

    @Override
    public Volume rehearsed() {
        return new Volume(path, Placeholder.TEXT, Size.bytes(0), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.unknown(new GetVolume(path)),
                Foretold.unknown(new GetVolume(origin.dataset())),
                Foretold.unchanged(new GetLogicalUnit(path)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("snapshot");
    }
}
