package io.quorate.sql;

import io.quorate.Size;
import io.quorate.call.Progress;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the automatic seeding of a database to a replica has come, as the primary tells it.
 *
 * @param group the group
 * @param database the database
 * @param replica the replica that is seeded
 * @param state in the view's words: {@code SEEDING}, {@code COMPLETED}, {@code FAILED}
 * @param failure why it failed, in the view's words; null if it did not
 * @param errorCode the error's number; null if there was none
 * @param attempts how often it was tried
 * @param transferred how much was sent; null where it is not told
 * @param total how much is to be sent; null where it is not told
 * @param estimatedEnd when it should be done; null where it is not told
 */
public record SeedingProgress(
        String group,
        String database,
        String replica,
        String state,
        @Nullable String failure,
        @Nullable Integer errorCode,
        int attempts,
        @Nullable Size transferred,
        @Nullable Size total,
        @Nullable Instant estimatedEnd) {
    private static final int WHOLE = 100;

    public SeedingProgress {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(replica, "replica");
        Objects.requireNonNull(state, "state");
    }

    /** Tells whether it has failed. */
    public boolean failed() {
        return state.equalsIgnoreCase("FAILED");
    }

    /** Returns how far it has come. */
    public Progress progress() {
        String words = database + " to " + replica + ": " + state + (failure == null ? "" : " (" + failure + ")");
        if (transferred == null || total == null || total.bytes() == 0) {
            return Progress.of(words);
        }
        long percent = (long) ((double) transferred.bytes() / total.bytes() * WHOLE);
        return Progress.of((int) Math.max(0, Math.min(WHOLE, percent)), words);
    }
}
