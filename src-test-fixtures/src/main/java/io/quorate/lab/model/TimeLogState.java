package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host's time service wrote of itself into its log.
 *
 * @param host computer name
 * @param stratum its stratum then
 * @param source its source then
 * @param at when, by the lab's clock
 * @param changed when it wrote of a change since; null if it did not
 */
public record TimeLogState(
        String host,
        int stratum,
        String source,
        Instant at,
        @Nullable Instant changed) {

    /** Returns the entity's key. */
    public static Key<TimeLogState> key(String host) {
        return new Key<>(TimeLogState.class, "host/" + host + "/time-log");
    }

    /** Returns it with a change written at a time. */
    public TimeLogState changedAt(Instant when) {
        return new TimeLogState(host, stratum, source, at, when);
    }
}
