package io.quorate.storage.command;

import io.quorate.storage.Snapshot;
import io.quorate.storage.SnapshotPath;
import io.quorate.storage.Snapshots;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Creates a snapshot.
 *
 * @param path its path
 * @param recursive whether of all datasets in it, too, at one instant
 * @see Snapshots#create
 */
public record CreateSnapshot(SnapshotPath path, boolean recursive) implements GuardedCommand<Snapshot> {
    public CreateSnapshot {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String name() {
        return "storage.snapshot.create";
    }

    @Override
    public Target target() {
        return new Target("snapshot", path.toString());
    }

    @Override
    public Snapshot rehearsed() {
        return new Snapshot(path, Rehearsed.ID, 0, List.of(), false);
    }
}
