package io.quorate.cluster;

import java.util.List;
import java.util.Objects;

/**
 * How a node reaches a Cluster Shared Volume. Words of {@code ClusterSharedVolumeState}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word Windows' own word, or its number where it sent no word
 */
public record SharedVolumeAccess(String word) {
    /** It does not reach it. */
    public static final SharedVolumeAccess UNAVAILABLE = new SharedVolumeAccess("Unavailable");

    /** Its reads and writes wait. */
    public static final SharedVolumeAccess PAUSED = new SharedVolumeAccess("Paused");

    /** It reads and writes the disk itself: how it should be. */
    public static final SharedVolumeAccess DIRECT = new SharedVolumeAccess("Direct");

    /** It reads and writes files through the owner, over the cluster's network. */
    public static final SharedVolumeAccess FILE_SYSTEM_REDIRECTED = new SharedVolumeAccess("FileSystemRedirected");

    /** It reads and writes blocks through the owner, over the cluster's network. */
    public static final SharedVolumeAccess BLOCK_REDIRECTED = new SharedVolumeAccess("BlockRedirected");

    private static final List<SharedVolumeAccess> KNOWN =
            List.of(UNAVAILABLE, PAUSED, DIRECT, FILE_SYSTEM_REDIRECTED, BLOCK_REDIRECTED);

    public SharedVolumeAccess {
        Objects.requireNonNull(word, "word");
    }

    /** Returns the constant for the word, ignoring case, or a new value for a word that is not known. */
    public static SharedVolumeAccess of(String word) {
        for (SharedVolumeAccess one : KNOWN) {
            if (one.word.equalsIgnoreCase(word)) {
                return one;
            }
        }
        return new SharedVolumeAccess(word);
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
