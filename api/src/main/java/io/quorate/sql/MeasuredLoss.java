package io.quorate.sql;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a forced failover lost of a database, as the former primary's copy tells it once that is back. Positions of a log are no lengths: how many
 * transactions, or bytes, they are apart no view tells.
 *
 * @param database the database
 * @param kind whether something was lost
 * @param kept where the new primary's log ended when it took over: what the former primary has beyond is lost; null where it is not told
 * @param had where the former primary's log ends; null where it is not told
 * @param lastKept the last commit that the new primary had, as it was told before the failover; null where it was not
 * @param lastLost the last commit that was lost, on the former primary's clock; null where nothing was, or it is not told
 * @param why why it cannot be told; null where it can
 */
public record MeasuredLoss(
        String database,
        Kind kind,
        @Nullable Lsn kept,
        @Nullable Lsn had,
        @Nullable Instant lastKept,
        @Nullable Instant lastLost,
        @Nullable String why) {

    /** Whether something was lost. */
    public enum Kind {
        /** The former primary has no commit that the new one has not. */
        NONE,
        /** The former primary has commits that the new one has not. */
        LOST,
        /** It cannot be told. */
        UNKNOWN
    }

    public MeasuredLoss {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(kind, "kind");
    }

    static MeasuredLoss unknown(String database, @Nullable Instant lastKept, String why) {
        return new MeasuredLoss(database, Kind.UNKNOWN, null, null, lastKept, null, why);
    }

    /** Returns it in words. */
    public String words() {
        return "database " + database + ": "
                + switch (kind) {
                    case NONE -> "nothing committed was lost";
                    case LOST ->
                        "commits were lost"
                                + (lastLost == null ? "" : ", the last one of " + lastLost)
                                + (lastKept == null ? "" : "; the last one kept is of " + lastKept);
                    case UNKNOWN -> "what was lost cannot be told: " + why;
                };
    }
}
