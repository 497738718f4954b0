package io.quorate.sql;

import io.quorate.Size;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much of its log a database uses, at one look.
 *
 * @param database the database
 * @param server the instance
 * @param at when it was looked at, on the instance's clock
 * @param size how large the log's files are
 * @param used how much of them is in use
 * @param room how much more it can take: what is free in the files, and what they may grow by as their limits and volumes let them; null where
 *     that cannot be told
 * @param reuseWait what keeps the log from being used again, in SQL Server's words: {@code NOTHING}, {@code LOG_BACKUP},
 *     {@code AVAILABILITY_REPLICA}
 */
public record LogUse(
        String database,
        String server,
        Instant at,
        Size size,
        Size used,
        @Nullable Size room,
        String reuseWait) {
    /** The word by which SQL Server says that a replica has not got the log yet. */
    public static final String AVAILABILITY_REPLICA = "AVAILABILITY_REPLICA";

    public LogUse {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(used, "used");
        Objects.requireNonNull(reuseWait, "reuseWait");
    }

    /** Tells whether a replica keeps the log from being used again. */
    public boolean heldByReplica() {
        return reuseWait.equalsIgnoreCase(AVAILABILITY_REPLICA);
    }
}
