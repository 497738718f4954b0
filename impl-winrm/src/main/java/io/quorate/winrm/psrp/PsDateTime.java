package io.quorate.winrm.psrp;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A .NET DateTime: the wall-clock reading (100 ns steps) with its kind. UTC and local times carry an offset ({@code Z} or {@code +01:00}),
 * an unspecified one carries none.
 */
public record PsDateTime(LocalDateTime dateTime, @Nullable ZoneOffset offset) {
    public PsDateTime {
        Objects.requireNonNull(dateTime, "dateTime");
    }
}
