package io.quorate.spi;

import java.util.Objects;

/**
 * The object a command acts on, as messages and audit lines name it.
 *
 * @param kind in the field's words: {@code cluster node}, {@code virtual machine}
 * @param name its name or id
 */
public record Target(String kind, String name) {
    public Target {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
