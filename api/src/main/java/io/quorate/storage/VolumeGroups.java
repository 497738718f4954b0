package io.quorate.storage;

import io.quorate.Ensured;
import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The volume groups, the only places where volumes live. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class VolumeGroups {
    private final Engine engine;
    private final String endpoint;

    VolumeGroups(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists them, page by page as the stream is read; see {@link Volumes#list()}. Changes nothing. */
    public Stream<VolumeGroup> list() {
        return Pages.stream(engine, endpoint, at -> new ListVolumeGroups(at, Page.LIMIT), VolumeGroup::path);
    }

    /** Reads one; empty after a look without it. Changes nothing. */
    public Optional<VolumeGroup> find(DatasetPath path) {
        return engine.run(endpoint, new Find<>(new GetVolumeGroup(path)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a look without it
     */
    public VolumeGroup get(DatasetPath path) {
        return engine.run(endpoint, new GetVolumeGroup(path));
    }

    /**
     * Creates one. A lost answer is settled by reading back.
     *
     * @throws io.quorate.error.ConflictException if it is there already
     * @throws io.quorate.error.NotFoundException if the pool is not there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public VolumeGroup create(DatasetPath path) {
        return engine.run(endpoint, new CreateVolumeGroup(path));
    }

    /** Creates one like {@link #create}, unless it is there. May be repeated. */
    public Ensured<VolumeGroup> ensure(DatasetPath path) {
        return engine.ensure(endpoint, new CreateVolumeGroup(path, true));
    }

    /**
     * Removes an empty one. May be repeated; already gone is fine.
     *
     * @throws io.quorate.error.ConflictException if a volume or a snapshot is in it
     */
    public void remove(DatasetPath path) {
        engine.run(endpoint, new RemoveVolumeGroup(path));
    }
}
