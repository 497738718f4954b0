package io.quorate.storage;

import io.quorate.engine.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The pools. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class StoragePools {
    private final Engine engine;
    private final String endpoint;

    StoragePools(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists them. Changes nothing. */
    public List<Pool> list() {
        return Pages.stream(engine, endpoint, at -> new ListPools(at, Page.LIMIT), Pool::name)
                .toList();
    }

    /** Reads one; empty after a list without it. Changes nothing. */
    public Optional<Pool> find(String name) {
        return engine.run(endpoint, new Find<>(new GetPool(name)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public Pool get(String name) {
        return engine.run(endpoint, new GetPool(name));
    }
}
