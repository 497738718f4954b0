package io.quorate.storage;

import io.quorate.engine.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The pools.
 */
public final class StoragePools {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    StoragePools(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists them. Changes nothing. */
    public List<Pool> list() {
        throw new UnsupportedOperationException("not built yet: StoragePools.list");
    }

    /** Reads one; empty after a list without it. */
    public Optional<Pool> find(String name) {
        throw new UnsupportedOperationException("not built yet: StoragePools.find");
    }

    /** Reads one, or NotFound. */
    public Pool get(String name) {
        throw new UnsupportedOperationException("not built yet: StoragePools.get");
    }
}
