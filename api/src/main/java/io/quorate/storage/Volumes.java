package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Ensured;
import io.quorate.Size;
import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The volumes (zvols).
 */
public final class Volumes {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    Volumes(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists all, page by page as the stream is read; never holds more than two pages. */
    public Stream<Volume> list() {
        throw new UnsupportedOperationException("not built yet: Volumes.list");
    }

    /** Lists those of a volume group, page by page. */
    public Stream<Volume> list(DatasetPath group) {
        throw new UnsupportedOperationException("not built yet: Volumes.list");
    }

    /** Reads one; empty after a look without it. */
    public Optional<Volume> find(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: Volumes.find");
    }

    /** Reads one, or NotFound; two requests at most. */
    public Volume get(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: Volumes.get");
    }

    /** Creates one, or Conflict. */
    public Volume create(DatasetPath path, Consumer<VolumeSpec> spec) {
        throw new UnsupportedOperationException("not built yet: Volumes.create");
    }

    /** Creates one unless it is there as specified; another size, block size or provisioning is a Conflict that names the differences. */
    public Ensured<Volume> ensure(DatasetPath path, Consumer<VolumeSpec> spec) {
        throw new UnsupportedOperationException("not built yet: Volumes.ensure");
    }

    /** Makes it at least as large; never smaller. A thick one stays thick. */
    public Ensured<Volume> grow(DatasetPath path, Size size) {
        throw new UnsupportedOperationException("not built yet: Volumes.grow");
    }

    /** Makes a clone its own origin's master. */
    public Volume promote(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: Volumes.promote");
    }

    /** Looks what removing it would take: its snapshots, and clones that must be promoted first. Changes nothing. */
    public RemovalPlan planRemoval(DatasetPath path) {
        throw new UnsupportedOperationException("not built yet: Volumes.planRemoval");
    }

    /** Removes it as planned; refused if what is there differs from the plan. The consent names the volume's guid. Already gone is fine. */
    public void remove(RemovalPlan plan, Consent consent) {
        throw new UnsupportedOperationException("not built yet: Volumes.remove");
    }
}
