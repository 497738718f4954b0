package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * How the cluster decides that it may run. Words of {@code ClusterQuorumType}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record QuorumType(String word) {
    /** A majority of votes: nodes and, if there is one, the witness. */
    public static final QuorumType MAJORITY = new QuorumType("Majority");

    /** One disk alone decides; not recommended. */
    public static final QuorumType DISK_ONLY = new QuorumType("DiskOnly");

    /** The cluster cannot tell. */
    public static final QuorumType UNKNOWN = new QuorumType("Unknown");

    private static final List<QuorumType> KNOWN = List.of(MAJORITY, DISK_ONLY, UNKNOWN);

    public QuorumType {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static QuorumType of(String word) {
        for (QuorumType one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new QuorumType(word);
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
