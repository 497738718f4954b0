package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.spi.Find;
import io.quorate.storage.command.GetPool;
import io.quorate.storage.command.ListPools;
import io.quorate.storage.command.Page;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The pools. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class StoragePools {
    private final Calls calls;

    StoragePools(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<Pool> list() {
        return Pages.stream(calls, at -> new ListPools(at, Page.LIMIT), Pool::name)
                .toList();
    }

    /** Reads one; empty after a list without it. Changes nothing. */
    public Optional<Pool> find(String name) {
        return calls.run(new Find<>(new GetPool(name)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public Pool get(String name) {
        return calls.run(new GetPool(name));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
