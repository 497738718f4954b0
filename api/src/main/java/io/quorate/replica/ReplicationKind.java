package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * What a cycle of replication sent. Words of {@code VMReplicationType}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word that is known
 */
public record ReplicationKind(String word) {
    /** Nothing was sent. */
    public static final ReplicationKind NONE = new ReplicationKind("None");

    /** What the disks held. */
    public static final ReplicationKind REGULAR = new ReplicationKind("Regular");

    /** What the guest had made consistent. */
    public static final ReplicationKind APPLICATION_CONSISTENT = new ReplicationKind("ApplicationConsistent");

    /** All that was written before the machine stopped, for a planned failover. */
    public static final ReplicationKind PLANNED = new ReplicationKind("Planned");

    private static final List<ReplicationKind> KNOWN = List.of(NONE, REGULAR, APPLICATION_CONSISTENT, PLANNED);

    public ReplicationKind {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ReplicationKind of(String word) {
        for (ReplicationKind one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ReplicationKind(word);
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
