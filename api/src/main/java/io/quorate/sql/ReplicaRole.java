package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a replica is at the moment. Words of {@code role_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record ReplicaRole(String word) {
    /** Its databases can be written. */
    public static final ReplicaRole PRIMARY = new ReplicaRole("PRIMARY");

    /** It follows the primary replica. */
    public static final ReplicaRole SECONDARY = new ReplicaRole("SECONDARY");

    /** Neither: a failover is under way, or nobody leads. */
    public static final ReplicaRole RESOLVING = new ReplicaRole("RESOLVING");

    private static final List<ReplicaRole> KNOWN = List.of(PRIMARY, SECONDARY, RESOLVING);

    public ReplicaRole {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static ReplicaRole of(String word) {
        return new ReplicaRole(word);
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
