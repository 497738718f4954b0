package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * Which side of a replication a copy is. Words of {@code VMReplicationMode}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word that is known
 */
public record ReplicationMode(String word) {
    /** It is not replicated. */
    public static final ReplicationMode NONE = new ReplicationMode("None");

    /** It is the one that is replicated. */
    public static final ReplicationMode PRIMARY = new ReplicationMode("Primary");

    /** It receives what the primary writes. */
    public static final ReplicationMode REPLICA = new ReplicationMode("Replica");

    /** It was made to test a failover. */
    public static final ReplicationMode TEST_REPLICA = new ReplicationMode("TestReplica");

    /** It receives what a replica receives. */
    public static final ReplicationMode EXTENDED_REPLICA = new ReplicationMode("ExtendedReplica");

    private static final List<ReplicationMode> KNOWN = List.of(NONE, PRIMARY, REPLICA, TEST_REPLICA, EXTENDED_REPLICA);

    public ReplicationMode {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ReplicationMode of(String word) {
        for (ReplicationMode one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ReplicationMode(word);
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
