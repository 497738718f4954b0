package io.quorate.storage;

import io.quorate.Ensured;
import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The volume groups.
 */
public final class VolumeGroups {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    VolumeGroups(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists them, page by page as the stream is read. */
    public Stream<VolumeGroup> list() {
        throw new UnsupportedOperationException("not built yet: VolumeGroups.list");
    }

    /** Reads one; empty after a look without it. */
    public Optional<VolumeGroup> find(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: VolumeGroups.find");
    }

    /** Reads one, or NotFound. */
    public VolumeGroup get(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: VolumeGroups.get");
    }

    /** Creates one, or Conflict. */
    public VolumeGroup create(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: VolumeGroups.create");
    }

    /** Creates one unless it is there. */
    public Ensured<VolumeGroup> ensure(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: VolumeGroups.ensure");
    }

    /** Removes an empty one; already gone is fine. */
    public void remove(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: VolumeGroups.remove");
    }
}
