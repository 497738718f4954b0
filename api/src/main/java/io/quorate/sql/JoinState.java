package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether an instance has joined as a replica. Words of {@code join_state_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record JoinState(String word) {
    /** It has not. */
    public static final JoinState NOT_JOINED = new JoinState("NOT_JOINED");

    /** As a stand-alone instance. */
    public static final JoinState JOINED_STANDALONE = new JoinState("JOINED_STANDALONE");

    /** As a failover cluster instance. */
    public static final JoinState JOINED_FCI = new JoinState("JOINED_FCI");

    private static final List<JoinState> KNOWN = List.of(NOT_JOINED, JOINED_STANDALONE, JOINED_FCI);

    public JoinState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static JoinState of(String word) {
        return new JoinState(word);
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
