package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * The state of a cluster resource. Words of {@code ClusterResourceState}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record ResourceState(String word) {
    /** It follows its group. */
    public static final ResourceState INHERITED = new ResourceState("Inherited");

    /** It is being set up. */
    public static final ResourceState INITIALIZING = new ResourceState("Initializing");

    /** It serves. */
    public static final ResourceState ONLINE = new ResourceState("Online");

    /** It was taken offline. */
    public static final ResourceState OFFLINE = new ResourceState("Offline");

    /** It failed and is not being restarted. */
    public static final ResourceState FAILED = new ResourceState("Failed");

    /** It is on its way to another state. */
    public static final ResourceState PENDING = new ResourceState("Pending");

    /** It is coming online. */
    public static final ResourceState ONLINE_PENDING = new ResourceState("OnlinePending");

    /** It is going offline. */
    public static final ResourceState OFFLINE_PENDING = new ResourceState("OfflinePending");

    /** The cluster cannot tell. */
    public static final ResourceState UNKNOWN = new ResourceState("Unknown");

    private static final List<ResourceState> KNOWN = List.of(
            INHERITED, INITIALIZING, ONLINE, OFFLINE, FAILED, PENDING, ONLINE_PENDING, OFFLINE_PENDING, UNKNOWN);

    public ResourceState {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static ResourceState of(String word) {
        for (ResourceState one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new ResourceState(word);
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
