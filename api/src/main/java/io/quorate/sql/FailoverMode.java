package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Who may fail over to a replica. Words of {@code failover_mode_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record FailoverMode(String word) {
    /** The cluster by itself, and an administrator. */
    public static final FailoverMode AUTOMATIC = new FailoverMode("AUTOMATIC");

    /** An administrator alone. */
    public static final FailoverMode MANUAL = new FailoverMode("MANUAL");

    /** A cluster manager that is not Windows'. */
    public static final FailoverMode EXTERNAL = new FailoverMode("EXTERNAL");

    private static final List<FailoverMode> KNOWN = List.of(AUTOMATIC, MANUAL, EXTERNAL);

    public FailoverMode {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static FailoverMode of(String word) {
        return new FailoverMode(word);
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
