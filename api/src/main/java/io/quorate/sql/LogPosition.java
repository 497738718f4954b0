package io.quorate.sql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far something has come in a log.
 *
 * @param lsn where; null where it is not told
 * @param time when it came there, on the instance's clock; null where it is not told
 */
public record LogPosition(@Nullable Lsn lsn, @Nullable Instant time) {
    /** Nothing is told. */
    public static final LogPosition UNKNOWN = new LogPosition(null, null);
}
