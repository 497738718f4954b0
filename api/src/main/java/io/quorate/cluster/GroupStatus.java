package io.quorate.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The conditions of a group that stand beside its state, as Windows' bit mask ({@code ClusterApplicationStatusInformation}).
 *
 * @param flags the mask as it came; bits that this version does not know survive
 * @param unknown the words that Windows sent instead and this version does not know, comma-separated; {@code Unknown} where it sent nothing to
 *     be read; empty mostly
 */
public record GroupStatus(long flags, String unknown) {
    public GroupStatus {
        Objects.requireNonNull(unknown, "unknown");
    }

    /** Makes one of a mask. */
    public GroupStatus(long flags) {
        this(flags, "");
    }

    /** Nothing to report. */
    public static final GroupStatus NONE = new GroupStatus(0);

    /** Tells whether it is locked against moving. */
    public boolean locked() {
        return has(1);
    }

    /** Tells whether a move waits for its turn. */
    public boolean queued() {
        return has(4);
    }

    /** Tells whether no node has room for it. */
    public boolean lacksResources() {
        return has(8);
    }

    /** Tells whether it waits to be started. */
    public boolean waitingToStart() {
        return has(16);
    }

    /** Tells whether a virtual machine's application or guest has failed. */
    public boolean embeddedFailure() {
        return has(32);
    }

    /** Tells whether its node is isolated, so nobody watches it. */
    public boolean unmonitored() {
        return has(256);
    }

    private boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Returns what is the matter, in words; nothing if it is as usual, or only what its guest reports of itself. */
    List<String> matters() {
        List<String> all = new ArrayList<>();
        String[] words = {
            "locked against moving",
            "preempted by another group",
            "waits for its turn to move",
            "no node has room for it",
            "waits to be started",
            "its application or guest has failed",
            "kept apart from another group",
            "a network of it has failed",
            "its node is isolated"
        };
        for (int i = 0; i < words.length; i++) {
            if (has(1L << i)) {
                all.add(words[i]);
            }
        }
        if (!unknown.isEmpty()) {
            all.add(unknown);
        }
        return all;
    }
}
