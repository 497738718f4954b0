package io.quorate.replica;

import java.util.List;
import java.util.Objects;

/**
 * What made a recovery point. Words of {@code SnapshotType}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word that is known
 */
public record RecoveryPointKind(String word) {
    /** A cycle: what the disks held. */
    public static final RecoveryPointKind REPLICA = new RecoveryPointKind("Replica");

    /** What the guest had made consistent. */
    public static final RecoveryPointKind APP_CONSISTENT_REPLICA = new RecoveryPointKind("AppConsistentReplica");

    /** All that was written before the machine stopped. */
    public static final RecoveryPointKind SYNCED_REPLICA = new RecoveryPointKind("SyncedReplica");

    private static final List<RecoveryPointKind> KNOWN = List.of(REPLICA, APP_CONSISTENT_REPLICA, SYNCED_REPLICA);

    public RecoveryPointKind {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static RecoveryPointKind of(String word) {
        for (RecoveryPointKind one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new RecoveryPointKind(word);
    }

    /** Tells whether the word is one of the constants: an administrator's own checkpoint is none. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}
