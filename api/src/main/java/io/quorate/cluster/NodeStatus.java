package io.quorate.cluster;

import java.util.Objects;

/**
 * The conditions of a node that stand beside its state, as Windows' bit mask ({@code ClusterNodeStatusInformation}).
 *
 * @param flags the mask as it came; bits that this version does not know survive
 * @param unknown the words that Windows sent instead and this version does not know, comma-separated; {@code Unknown} where it sent nothing to
 *     be read; empty mostly
 */
public record NodeStatus(int flags, String unknown) {
    public NodeStatus {
        Objects.requireNonNull(unknown, "unknown");
    }

    /** Makes one of a mask. */
    public NodeStatus(int flags) {
        this(flags, "");
    }

    /** Nothing to report. */
    public static final NodeStatus NORMAL = new NodeStatus(0);

    /** Tells whether the node lost contact and keeps its virtual machines for the resiliency period. */
    public boolean isolated() {
        return has(1);
    }

    /** Tells whether the node left too often and is kept out for a while. */
    public boolean quarantined() {
        return has(2);
    }

    /** Tells whether groups are moving away. */
    public boolean draining() {
        return has(4);
    }

    /** Tells whether the last drain ended well. */
    public boolean drained() {
        return has(8);
    }

    /** Tells whether the last drain failed. */
    public boolean drainFailed() {
        return has(16);
    }

    private boolean has(int flag) {
        return flags > 0 && (flags & flag) != 0;
    }

    @Override
    public String toString() {
        if (flags == 0) {
            return unknown.isEmpty() ? "Normal" : unknown;
        }
        StringBuilder words = new StringBuilder();
        String[] names = {
            "Isolated", "Quarantined", "DrainInProgress", "DrainCompleted", "DrainFailed", "AvoidPlacement"
        };
        int rest = flags;
        for (int i = 0; i < names.length && flags > 0; i++) {
            if ((flags & 1 << i) != 0) {
                words.append(words.isEmpty() ? "" : ", ").append(names[i]);
                rest &= ~(1 << i);
            }
        }
        if (rest != 0) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append(rest == Integer.MIN_VALUE ? "Unknown" : "0x" + Integer.toHexString(rest));
        }
        return unknown.isEmpty() ? words.toString() : words + ", " + unknown;
    }
}
