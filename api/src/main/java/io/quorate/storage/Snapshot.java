package io.quorate.storage;

import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import java.util.List;
import java.util.Objects;

/**
 * A snapshot.
 *
 * @param path its path
 * @param guid the dataset's id, a decimal number; what a {@link io.quorate.Consent} to remove it names
 * @param creationTxg the transaction group it was made in; orders snapshots
 * @param clones the volumes cloned from it
 * @param ofReplication whether replication made it and must be left to take it away
 */
public record Snapshot(
        SnapshotPath path, String guid, long creationTxg, List<DatasetPath> clones, boolean ofReplication) {
    public Snapshot {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(guid, "guid");
        clones = List.copyOf(clones);
    }
}
