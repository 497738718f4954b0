package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether an endpoint listens. Words of {@code state_desc} in {@code sys.tcp_endpoints}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record EndpointState(String word) {
    /** It listens. */
    public static final EndpointState STARTED = new EndpointState("STARTED");

    /** It listens and refuses. */
    public static final EndpointState STOPPED = new EndpointState("STOPPED");

    /** It does not listen. */
    public static final EndpointState DISABLED = new EndpointState("DISABLED");

    private static final List<EndpointState> KNOWN = List.of(STARTED, STOPPED, DISABLED);

    public EndpointState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static EndpointState of(String word) {
        return new EndpointState(word);
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
