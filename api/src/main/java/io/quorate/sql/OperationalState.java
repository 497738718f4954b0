package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether a replica can work. Words of {@code operational_state_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record OperationalState(String word) {
    /** A failover is under way. */
    public static final OperationalState PENDING_FAILOVER = new OperationalState("PENDING_FAILOVER");

    /** It is being started. */
    public static final OperationalState PENDING = new OperationalState("PENDING");

    /** It works. */
    public static final OperationalState ONLINE = new OperationalState("ONLINE");

    /** There is no primary replica. */
    public static final OperationalState OFFLINE = new OperationalState("OFFLINE");

    /** It cannot read from the cluster. */
    public static final OperationalState FAILED = new OperationalState("FAILED");

    /** The cluster has no quorum. */
    public static final OperationalState FAILED_NO_QUORUM = new OperationalState("FAILED_NO_QUORUM");

    private static final List<OperationalState> KNOWN =
            List.of(PENDING_FAILOVER, PENDING, ONLINE, OFFLINE, FAILED, FAILED_NO_QUORUM);

    public OperationalState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static OperationalState of(String word) {
        return new OperationalState(word);
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
