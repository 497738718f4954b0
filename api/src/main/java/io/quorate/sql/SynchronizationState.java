package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How far a database on a replica follows the primary. Words of {@code synchronization_state_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record SynchronizationState(String word) {
    /** It does not follow: it is suspended, disconnected or not joined. */
    public static final SynchronizationState NOT_SYNCHRONIZING = new SynchronizationState("NOT SYNCHRONIZING");

    /** It follows; with asynchronous commit it gets no further. */
    public static final SynchronizationState SYNCHRONIZING = new SynchronizationState("SYNCHRONIZING");

    /** It has all that is committed. */
    public static final SynchronizationState SYNCHRONIZED = new SynchronizationState("SYNCHRONIZED");

    /** It undoes what the new primary does not have; it cannot start as primary. */
    public static final SynchronizationState REVERTING = new SynchronizationState("REVERTING");

    /** It needs log before it can recover; it cannot start as primary. */
    public static final SynchronizationState INITIALIZING = new SynchronizationState("INITIALIZING");

    private static final List<SynchronizationState> KNOWN =
            List.of(NOT_SYNCHRONIZING, SYNCHRONIZING, SYNCHRONIZED, REVERTING, INITIALIZING);

    public SynchronizationState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static SynchronizationState of(String word) {
        return new SynchronizationState(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}
