package io.quorate.winrm.psrp;

import java.util.Objects;

/** A primitive: its CLIXML type and the Java value, always of {@link PsType#javaType()}. */
public record PsPrimitive(PsType type, Object value) implements PsValue, PsContent {
    public PsPrimitive {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
        if (!type.javaType().isInstance(value)) {
            throw new IllegalArgumentException(
                    type + " holds " + type.javaType().getSimpleName() + ", not "
                            + value.getClass().getSimpleName());
        }
    }

    /** Names the type, never the value: it may be secret. */
    @Override
    public String toString() {
        return "<" + type.netType() + ">";
    }
}
