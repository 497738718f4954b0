package io.quorate.storage.command;

import io.quorate.storage.Provisioning;
import io.quorate.storage.SnapshotPath;
import io.quorate.storage.Snapshots;
import io.quorate.storage.Volume;
import io.quorate.Size;
import io.quorate.spi.OnceCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * Takes a volume back to a snapshot; what was written later is lost. Its size is put back to what it was.
 *
 * @param snapshot the snapshot
 * @param guid the volume's; another volume of that path is refused
 * @see Snapshots#rollback
 */
public record RollbackVolume(
        SnapshotPath snapshot, String guid) implements OnceCommand<Volume>, Destructive {
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
}
