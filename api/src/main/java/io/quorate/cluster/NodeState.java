package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * The state of a cluster node. Words of {@code ClusterNodeState}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record NodeState(String word) {
    /** It takes part in the cluster. */
    public static final NodeState UP = new NodeState("Up");

    /** It does not; says nothing about why. */
    public static final NodeState DOWN = new NodeState("Down");

    /** It takes part and accepts no groups. */
    public static final NodeState PAUSED = new NodeState("Paused");

    /** It is on its way in. */
    public static final NodeState JOINING = new NodeState("Joining");

    /** The cluster cannot tell. */
    public static final NodeState UNKNOWN = new NodeState("Unknown");

    private static final List<NodeState> KNOWN = List.of(UP, DOWN, PAUSED, JOINING, UNKNOWN);

    public NodeState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static NodeState of(String word) {
        for (NodeState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new NodeState(word);
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
