package io.quorate.winrm.psrp;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A .NET DateTime: the wall-clock reading (100 ns steps) with its kind. UTC and local times carry an offset ({@code Z} or {@code +01:00}),
 * an unspecified one carries none.
 *
 * @param dateTime the reading
 * @param offset the distance from UTC, null for {@link Kind#UNSPECIFIED}
 * @param kind tells a local time where local is UTC ({@code +00:00}, as hosts in that zone send it) from a UTC time ({@code Z})
 */
public record PsDateTime(LocalDateTime dateTime, @Nullable ZoneOffset offset, Kind kind) {

    /** {@code System.DateTimeKind}. */
    public enum Kind {
        UNSPECIFIED,
        UTC,
        LOCAL
    }

    public PsDateTime {
        Objects.requireNonNull(dateTime, "dateTime");
        Objects.requireNonNull(kind, "kind");
        if ((offset == null) != (kind == Kind.UNSPECIFIED) || kind == Kind.UTC && !ZoneOffset.UTC.equals(offset)) {
            throw new IllegalArgumentException(kind + " does not go with the offset " + offset);
        }
    }

    /** Takes the kind from the offset: none is unspecified, zero is UTC, any other is local. */
    public PsDateTime(LocalDateTime dateTime, @Nullable ZoneOffset offset) {
        this(
                dateTime,
                offset,
                offset == null ? Kind.UNSPECIFIED : offset.equals(ZoneOffset.UTC) ? Kind.UTC : Kind.LOCAL);
    }
}
