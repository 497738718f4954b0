package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What stands under a group. Words of {@code cluster_type_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record ClusterType(String word) {
    /** A Windows failover cluster. */
    public static final ClusterType WSFC = new ClusterType("WSFC");

    /** Another cluster manager, such as Pacemaker. */
    public static final ClusterType EXTERNAL = new ClusterType("EXTERNAL");

    /** Nothing: read scale without automatic failover. */
    public static final ClusterType NONE = new ClusterType("NONE");

    private static final List<ClusterType> KNOWN = List.of(WSFC, EXTERNAL, NONE);

    public ClusterType {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static ClusterType of(String word) {
        return new ClusterType(word);
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
