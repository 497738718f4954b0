package io.quorate.storage;

import io.quorate.Size;
import io.quorate.spi.Command;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * Clones a snapshot into a new volume, with the provisioning that its origin has.
 *
 * @param snapshot what is cloned
 * @param into the new volume
 * @param satisfiedWhenPresent whether it is done, and no conflict, when it is there just so
 * @see Snapshots#clone
 */
public record CloneSnapshot(SnapshotPath snapshot, DatasetPath into, boolean satisfiedWhenPresent)
        implements Command<Volume> {
    public CloneSnapshot {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(into, "into");
        if (into.parent().flatMap(DatasetPath::parent).isEmpty()
                || !into.pool().equals(snapshot.dataset().pool())) {
            throw new IllegalArgumentException(
                    "a clone lies in a volume group of its snapshot's pool: " + into + " of " + snapshot);
        }
    }

    /** Makes one for which it is a conflict when it is there already. */
    public CloneSnapshot(SnapshotPath snapshot, DatasetPath into) {
        this(snapshot, into, false);
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
    public Safety safety() {
        return Safety.GUARDED;
    }

    @Override
    public Volume rehearsed() {
        return new Volume(into, Rehearsed.ID, Size.bytes(0), Size.kib(32), Provisioning.THIN, snapshot, Size.bytes(0));
    }
}
