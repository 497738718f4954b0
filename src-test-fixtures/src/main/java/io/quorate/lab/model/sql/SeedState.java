package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The automatic seeding of a copy.
 *
 * @param state {@code CHECK_IF_SEEDING_NEEDED}, {@code SEEDING}, {@code COMPLETED} or {@code FAILED}
 * @param size in bytes
 * @param rate bytes a second
 * @param ended null while it goes on
 * @param failure 0, or the code of {@code failure_state}
 * @param error the number of the error that ended it, or 0
 */
public record SeedState(
        String group,
        String database,
        String instance,
        UUID operation,
        String state,
        long size,
        long rate,
        Duration started,
        @Nullable Duration ended,
        int attempts,
        int failure,
        String failureText,
        int error) {

    /** Returns the entity's key. */
    public static Key<SeedState> key(String group, String database, String instance) {
        return new Key<>(
                SeedState.class, ReplicaState.key(group, instance).path() + "/seed/" + AgState.upper(database));
    }

    public boolean running() {
        return ended == null;
    }

    /** Returns how much of it has arrived. */
    public long transferred(Duration now) {
        if (state.equals("COMPLETED")) {
            return size;
        }
        Duration end = ended;
        long millis = (end == null ? now : end).minus(started).toMillis();
        return Math.min(size, millis * rate / 1000);
    }

    SeedState with(String next, @Nullable Duration end, int failed, String text, int number) {
        return new SeedState(
                group, database, instance, operation, next, size, rate, started, end, attempts, failed, text, number);
    }
}
