package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Ensured;
import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshots.
 */
public final class Snapshots {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    Snapshots(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists those of a dataset, page by page; clones and transaction group are read one by one as the stream is. */
    public Stream<Snapshot> list(DatasetPath of) {
        throw new UnsupportedOperationException("not built yet: Snapshots.list");
    }

    /** Reads one; empty after a look without it. */
    public Optional<Snapshot> find(SnapshotPath path) {
        throw new UnsupportedOperationException("not built yet: Snapshots.find");
    }

    /** Reads one, or NotFound. */
    public Snapshot get(SnapshotPath path) {
        throw new UnsupportedOperationException("not built yet: Snapshots.get");
    }

    /** Creates one, or Conflict. */
    public Snapshot create(SnapshotPath path) {
        throw new UnsupportedOperationException("not built yet: Snapshots.create");
    }

    /** Creates one of a volume group and of all in it at one instant. */
    public Snapshot createRecursive(SnapshotPath path) {
        throw new UnsupportedOperationException("not built yet: Snapshots.createRecursive");
    }

    /** Clones it into a new volume with the origin's provisioning; or Conflict. */
    public Volume clone(SnapshotPath path, DatasetPath target) {
        throw new UnsupportedOperationException("not built yet: Snapshots.clone");
    }

    /** Clones it unless the target is its clone already. */
    public Ensured<Volume> ensureClone(SnapshotPath path, DatasetPath target) {
        throw new UnsupportedOperationException("not built yet: Snapshots.ensureClone");
    }

    /** Takes the volume back to the snapshot: all later writes are lost. The consent names the volume's guid. Size is re-applied. */
    public Volume rollback(SnapshotPath path, Consent consent) {
        throw new UnsupportedOperationException("not built yet: Snapshots.rollback");
    }

    /** Removes it now, or Conflict while it has clones. The consent names its guid. Already gone is fine. */
    public void remove(SnapshotPath path, Consent consent) {
        throw new UnsupportedOperationException("not built yet: Snapshots.remove");
    }

    /** Has it go when its last clone goes. The consent names its guid. */
    public void removeDeferred(SnapshotPath path, Consent consent) {
        throw new UnsupportedOperationException("not built yet: Snapshots.removeDeferred");
    }
}
