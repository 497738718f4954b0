package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * How far a drain of a node is. Words of {@code ClusterNodeDrainStatus}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record DrainState(String word) {
    /** No drain was asked for. */
    public static final DrainState NOT_INITIATED = new DrainState("NotInitiated");

    /** Groups are moving away. */
    public static final DrainState IN_PROGRESS = new DrainState("InProgress");

    /** Nothing is left on the node. */
    public static final DrainState COMPLETED = new DrainState("Completed");

    /** Something could not be moved. */
    public static final DrainState FAILED = new DrainState("Failed");

    private static final List<DrainState> KNOWN = List.of(NOT_INITIATED, IN_PROGRESS, COMPLETED, FAILED);

    public DrainState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static DrainState of(String word) {
        for (DrainState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new DrainState(word);
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
