package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the part of an instance that runs groups does. Words for {@code HadrManagerStatus}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record HadrManagerStatus(String word) {
    /** Not started; it waits. */
    public static final HadrManagerStatus PENDING = new HadrManagerStatus("PENDING");

    /** Started and running. */
    public static final HadrManagerStatus RUNNING = new HadrManagerStatus("RUNNING");

    /** Not started and failed. */
    public static final HadrManagerStatus FAILED = new HadrManagerStatus("FAILED");

    private static final List<HadrManagerStatus> KNOWN = List.of(PENDING, RUNNING, FAILED);

    public HadrManagerStatus {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static HadrManagerStatus of(String word) {
        return new HadrManagerStatus(word);
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
