package io.quorate.winrm.psrp;

import java.util.Objects;

/** A named property of an object. */
public record PsProperty(String name, PsValue value) {
    public PsProperty {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
