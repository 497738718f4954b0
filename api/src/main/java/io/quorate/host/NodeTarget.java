package io.quorate.host;

import io.quorate.san.Iqn;
import java.util.Objects;

/**
 * A target that a host knows.
 *
 * @param name its name
 * @param connected whether the host has a session to it
 */
public record NodeTarget(Iqn name, boolean connected) {
    public NodeTarget {
        Objects.requireNonNull(name, "name");
    }
}
