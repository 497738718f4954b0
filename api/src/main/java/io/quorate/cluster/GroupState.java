package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * The state of a cluster group (role). Words of {@code ClusterGroupState}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record GroupState(String word) {
    /** All its resources are online. */
    public static final GroupState ONLINE = new GroupState("Online");

    /** None is. */
    public static final GroupState OFFLINE = new GroupState("Offline");

    /** A resource failed and is not being restarted. */
    public static final GroupState FAILED = new GroupState("Failed");

    /** Some are online. */
    public static final GroupState PARTIAL_ONLINE = new GroupState("PartialOnline");

    /** It is on its way to another state. */
    public static final GroupState PENDING = new GroupState("Pending");

    /** The cluster cannot tell. */
    public static final GroupState UNKNOWN = new GroupState("Unknown");

    private static final List<GroupState> KNOWN = List.of(ONLINE, OFFLINE, FAILED, PARTIAL_ONLINE, PENDING, UNKNOWN);

    public GroupState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static GroupState of(String word) {
        for (GroupState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new GroupState(word);
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
