package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.storage.Provisioning;
import io.quorate.storage.SnapshotPath;
import io.quorate.storage.Snapshots;
import io.quorate.storage.Volume;
import io.quorate.Size;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * Clones a snapshot into a new volume, with the provisioning that its origin has.
 *
 * @param snapshot what is cloned
 * @param into the new volume
 * @see Snapshots#clone
 */
public record CloneSnapshot(SnapshotPath snapshot, DatasetPath into)
        implements GuardedCommand<Volume> {
    public CloneSnapshot {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(into, "into");
        if (into.parent().flatMap(DatasetPath::parent).isEmpty()
                || !into.pool().equals(snapshot.dataset().pool())) {
            throw new IllegalArgumentException(
                    "a clone lies in a volume group of its snapshot's pool: " + into + " of " + snapshot);
        }
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public String name() {
        return "storage.snapshot.clone";
    }

    @Override
    public Target target() {
        return new Target("volume", into.value());
    }

    @Override
    public Volume rehearsed() {
        return new Volume(into, Rehearsed.ID, Size.bytes(0), Size.kib(32), Provisioning.THIN, snapshot, Size.bytes(0));
    }
}
