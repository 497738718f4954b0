package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How well a group, replica or database is in step. Words of {@code synchronization_health_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record SynchronizationHealth(String word) {
    /** In step as its mode wants. */
    public static final SynchronizationHealth HEALTHY = new SynchronizationHealth("HEALTHY");

    /** Some are not in step. */
    public static final SynchronizationHealth PARTIALLY_HEALTHY = new SynchronizationHealth("PARTIALLY_HEALTHY");

    /** Not in step. */
    public static final SynchronizationHealth NOT_HEALTHY = new SynchronizationHealth("NOT_HEALTHY");

    private static final List<SynchronizationHealth> KNOWN = List.of(HEALTHY, PARTIALLY_HEALTHY, NOT_HEALTHY);

    public SynchronizationHealth {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static SynchronizationHealth of(String word) {
        return new SynchronizationHealth(word);
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
