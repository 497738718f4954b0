package io.quorate.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads an object that may be missing: what another command reads, where and for as long as that one does, or empty after a look without it.
 *
 * @param get reads the object, and fails with kind {@code NOT_FOUND} without it
 * @param <R> what is read
 */
public record Find<R>(ReadCommand<R> get) implements ReadCommand<Optional<R>> {
    public Find {
        Objects.requireNonNull(get, "get");
    }

    @Override
    public String name() {
        return get.name().replaceFirst("get$", "find");
    }

    @Override
    public Target target() {
        return get.target();
    }

    @Override
    public Placement placement() {
        return get.placement();
    }

    @Override
    public Duration deadline() {
        return get.deadline();
    }
}
