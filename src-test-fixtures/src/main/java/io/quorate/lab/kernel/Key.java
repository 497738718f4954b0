package io.quorate.lab.kernel;

import java.util.Objects;

/** Names an entity of the world: the type of its state and its path ({@code host/HV1}, {@code cluster/C1/node/HV1}). */
public record Key<T extends Record>(Class<T> type, String path) {
    public Key {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(path, "path");
    }

    @Override
    public String toString() {
        return path;
    }
}
