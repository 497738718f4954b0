package io.quorate.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * Reads an object that may be missing: what another command reads, or empty after a look without it.
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
}
