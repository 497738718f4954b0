package io.quorate.cluster;

import java.util.Objects;

/**
 * A member of a cluster.
 *
 * @param name its short host name
 * @param id its number in the cluster, as text; given again after an eviction
 * @param state whether it takes part
 * @param status what else is wrong or going on
 * @param drain how far a drain is
 * @param weight the vote it was given: 0 or 1
 * @param vote the vote it has at this moment: 0 or 1; dynamic quorum may have taken it away
 */
public record ClusterNode(
        String name, String id, NodeState state, NodeStatus status, DrainState drain, int weight, int vote) {
    public ClusterNode {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(drain, "drain");
    }

    /** Tells whether it takes part and accepts groups. */
    public boolean isUp() {
        return state.equals(NodeState.UP);
    }

    /** Tells whether the given host name, short or fully qualified, in any case, means this node. */
    public boolean isNamed(String host) {
        return sameHost(name, host);
    }

    /**
     * Tells whether two host names mean the same host: equal ignoring case, or equal up to the first dot when one of them is short.
     * Windows reports nodes and owners by their short names whatever name was used to add them.
     */
    public static boolean sameHost(String one, String other) {
        if (one.equalsIgnoreCase(other)) {
            return true;
        }
        boolean bothQualified = one.indexOf('.') >= 0 && other.indexOf('.') >= 0;
        return !bothQualified && label(one).equalsIgnoreCase(label(other));
    }

    private static String label(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
