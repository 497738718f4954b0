package io.quorate.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host tells of a target that was asked for by its identity.
 *
 * @param owner who owns it
 * @param value what the command reads, where that came along and the command only reads; it is its answer if the owner is the host that was asked
 * @param <R> the command's result
 */
public record Glimpse<R>(Owner owner, @Nullable R value) {
    public Glimpse {
        Objects.requireNonNull(owner, "owner");
    }
}
