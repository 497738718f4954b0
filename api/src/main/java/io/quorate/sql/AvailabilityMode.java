package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * When a primary replica takes a transaction for committed. Words of {@code availability_mode_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record AvailabilityMode(String word) {
    /** Once the secondary replica has hardened its log, too. */
    public static final AvailabilityMode SYNCHRONOUS_COMMIT = new AvailabilityMode("SYNCHRONOUS_COMMIT");

    /** Without waiting for the secondary replica. */
    public static final AvailabilityMode ASYNCHRONOUS_COMMIT = new AvailabilityMode("ASYNCHRONOUS_COMMIT");

    /** The replica holds the group's configuration and no database. */
    public static final AvailabilityMode CONFIGURATION_ONLY = new AvailabilityMode("CONFIGURATION_ONLY");

    private static final List<AvailabilityMode> KNOWN =
            List.of(SYNCHRONOUS_COMMIT, ASYNCHRONOUS_COMMIT, CONFIGURATION_ONLY);

    public AvailabilityMode {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static AvailabilityMode of(String word) {
        return new AvailabilityMode(word);
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
