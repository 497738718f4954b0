package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * What the cluster does with a node that falls silent. Words of {@code ClusterResiliencyLevel}; the default is {@code AlwaysIsolate}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record ResiliencyLevel(String word) {
    /** Isolates it only when it said that it is in trouble. */
    public static final ResiliencyLevel ISOLATE_ON_SPECIAL_HEARTBEAT = new ResiliencyLevel("IsolateOnSpecialHeartbeat");

    /** Always isolates it first, so its virtual machines fail over after the resiliency period. */
    public static final ResiliencyLevel ALWAYS_ISOLATE = new ResiliencyLevel("AlwaysIsolate");

    private static final List<ResiliencyLevel> KNOWN = List.of(ISOLATE_ON_SPECIAL_HEARTBEAT, ALWAYS_ISOLATE);

    public ResiliencyLevel {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ResiliencyLevel of(String word) {
        for (ResiliencyLevel one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ResiliencyLevel(word);
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
