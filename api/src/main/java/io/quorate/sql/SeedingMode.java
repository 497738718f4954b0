package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a secondary replica gets its first copy of a database. Words of {@code seeding_mode_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record SeedingMode(String word) {
    /** The primary replica sends it. */
    public static final SeedingMode AUTOMATIC = new SeedingMode("AUTOMATIC");

    /** From a backup that somebody restores. */
    public static final SeedingMode MANUAL = new SeedingMode("MANUAL");

    private static final List<SeedingMode> KNOWN = List.of(AUTOMATIC, MANUAL);

    public SeedingMode {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static SeedingMode of(String word) {
        return new SeedingMode(word);
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
