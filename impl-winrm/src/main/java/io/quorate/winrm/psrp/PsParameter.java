package io.quorate.winrm.psrp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An argument of a command: named, or positional when the name is null. A switch is a Boolean. */
public record PsParameter(@Nullable String name, PsValue value) {
    public PsParameter {
        Objects.requireNonNull(value, "value");
        if (name != null && name.isEmpty()) {
            throw new IllegalArgumentException("a parameter's name is empty: the engine would never answer");
        }
    }
}
