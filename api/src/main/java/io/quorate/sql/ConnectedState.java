package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether a secondary replica is connected to the primary. Words of {@code connected_state_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record ConnectedState(String word) {
    /** It is. */
    public static final ConnectedState CONNECTED = new ConnectedState("CONNECTED");

    /** It is not. */
    public static final ConnectedState DISCONNECTED = new ConnectedState("DISCONNECTED");

    private static final List<ConnectedState> KNOWN = List.of(CONNECTED, DISCONNECTED);

    public ConnectedState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static ConnectedState of(String word) {
        return new ConnectedState(word);
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
