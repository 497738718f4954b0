package io.quorate.storage.command;

import io.quorate.Size;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.OnceCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Snapshots;
import io.quorate.storage.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Takes a volume back to a snapshot; what was written later is lost. Its size is put back to what it was.
 *
 * @param snapshot the snapshot
 * @param guid the volume's; another volume of that path is refused
 * @see Snapshots#rollback
 */
public record RollbackVolume(SnapshotPath snapshot, String guid) implements OnceCommand<Volume>, Destructive {
    public RollbackVolume {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(guid, "guid");
    }

    @Override
    public String identity() {
        return guid;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public String name() {
        return "storage.volume.rollback";
    }

    @Override
    public Target target() {
        return new Target("volume", snapshot.dataset().value());
    }

    @Override
    public Volume rehearsed() {
        return new Volume(
                snapshot.dataset(), guid, Size.bytes(0), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.unchanged(new GetVolume(snapshot.dataset())),
                Foretold.unchanged(new GetLogicalUnit(snapshot.dataset())));
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("snapshot", "LUN mapping");
    }
}
