package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * The health of a replication as Windows judges it. Words of {@code VMReplicationHealthState}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word that is known
 */
public record ReplicationHealth(String word) {
    /** There is nothing to judge. */
    public static final ReplicationHealth NOT_APPLICABLE = new ReplicationHealth("NotApplicable");

    /** All is well. */
    public static final ReplicationHealth NORMAL = new ReplicationHealth("Normal");

    /** It lags, or something is missing. */
    public static final ReplicationHealth WARNING = new ReplicationHealth("Warning");

    /** It does not replicate. */
    public static final ReplicationHealth CRITICAL = new ReplicationHealth("Critical");

    private static final List<ReplicationHealth> KNOWN = List.of(NOT_APPLICABLE, NORMAL, WARNING, CRITICAL);

    public ReplicationHealth {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ReplicationHealth of(String word) {
        for (ReplicationHealth one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ReplicationHealth(word);
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
