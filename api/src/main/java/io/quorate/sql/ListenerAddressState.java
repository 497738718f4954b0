package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether an address of a listener answers. Words of {@code state_desc}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record ListenerAddressState(String word) {
    /** It answers. */
    public static final ListenerAddressState ONLINE = new ListenerAddressState("ONLINE");

    /** It does not: it belongs to a subnet that the primary replica is not in, or the group is down. */
    public static final ListenerAddressState OFFLINE = new ListenerAddressState("OFFLINE");

    /** It is on its way. */
    public static final ListenerAddressState ONLINE_PENDING = new ListenerAddressState("ONLINE_PENDING");

    /** The cluster could not bring it on line. */
    public static final ListenerAddressState FAILED = new ListenerAddressState("FAILED");

    private static final List<ListenerAddressState> KNOWN = List.of(ONLINE, OFFLINE, ONLINE_PENDING, FAILED);

    public ListenerAddressState {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static ListenerAddressState of(String word) {
        return new ListenerAddressState(word);
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
