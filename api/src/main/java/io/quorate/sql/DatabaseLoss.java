package io.quorate.sql;

import io.quorate.Size;
import io.quorate.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a forced failover would lose of a database, as far as it can be told.
 *
 * @param database the database
 * @param kind how well it can be told
 * @param log how much log the target has not got; null where it cannot be told
 * @param age how old that knowledge is; null where there is none
 * @param lastCommit the last commit that the target knows; what was committed later is lost. Null where it is not told
 * @param recovery how long the target needs to open the database; null where it cannot be told
 */
public record DatabaseLoss(
        String database,
        Kind kind,
        @Nullable Size log,
        @Nullable Duration age,
        @Nullable Instant lastCommit,
        @Nullable Duration recovery) {

    /** How well a loss can be told. */
    public enum Kind {
        /** The target has all that was committed. */
        NONE,
        /** The primary told how much is missing, now or some time ago. */
        ESTIMATED,
        /** Nobody can tell. */
        UNKNOWN
    }

    public DatabaseLoss {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(kind, "kind");
    }

    /** Returns it in words, as a consent carries it. */
    public String words() {
        String bound = lastCommit == null ? "" : "; at most what was committed after " + lastCommit;
        return "database " + database + ": "
                + switch (kind) {
                    case NONE -> "no loss expected";
                    case ESTIMATED ->
                        log + " of log not sent"
                                + (age == null || age.isZero() ? "" : " as of " + Span.words(age) + " ago") + bound;
                    case UNKNOWN -> "loss unknown" + bound;
                };
    }
}
