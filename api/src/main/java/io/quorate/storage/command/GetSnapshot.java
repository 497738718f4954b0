package io.quorate.storage.command;

import io.quorate.san.SnapshotPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Snapshot;
import io.quorate.storage.Snapshots;
import java.util.Objects;

/**
 * Reads a snapshot; fails with kind {@code NOT_FOUND} after a look without it.
 *
 * @param path its path
 * @see Snapshots#get
 */
public record GetSnapshot(SnapshotPath path) implements ReadCommand<Snapshot> {
    public GetSnapshot {
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String name() {
        return "storage.snapshot.get";
    }

    @Override
    public Target target() {
        return new Target("snapshot", path.toString());
    }
}
