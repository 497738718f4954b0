package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a volume back to a snapshot; what was written later is lost. Its size is put back to what it was.
 *
 * @param snapshot the snapshot
 * @param guid the volume's; another volume of that path is refused
 * @param consent bound to the volume's guid
 * @see Snapshots#rollback
 */
public record RollbackVolume(
        SnapshotPath snapshot, String guid, @Nullable Consent consent) implements Command<Volume>, Destructive {
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
    public Safety safety() {
        return Safety.ONCE;
    }

    @Override
    public Volume rehearsed() {
        return new Volume(
                snapshot.dataset(), guid, Size.bytes(0), Size.kib(32), Provisioning.THIN, null, Size.bytes(0));
    }
}
