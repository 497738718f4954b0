package io.quorate.cluster;

import io.quorate.Shown;
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

    /** Returns its name and state, and what else is wrong or going on: {@code HV2 is Up (Isolated)}. */
    String inWords() {
        return name + " is " + state + (status.equals(NodeStatus.NORMAL) ? "" : " (" + status + ")");
    }

    /** Tells whether the given host name, short or fully qualified, in any case, means this node. */
    public boolean isNamed(String host) {
        return sameHost(name, host);
    }

    /**
     * Tells whether two host names mean the same host: equal ignoring case and a dot at the end, or equal up to the first dot when one of them
     * is short. Windows reports nodes and owners by their short names whatever name was used to add them, and cuts those after 15 characters
     * (NetBIOS). An address is no name and is equal to itself only.
     */
    public static boolean sameHost(String one, String other) {
        String first = bare(one);
        String second = bare(other);
        if (first.equalsIgnoreCase(second)) {
            return true;
        }
        boolean bothQualified = first.indexOf('.') >= 0 && second.indexOf('.') >= 0;
        if (bothQualified || isAddress(first) || isAddress(second)) {
            return false;
        }
        String label = label(first);
        String otherLabel = label(second);
        return label.equalsIgnoreCase(otherLabel) || isCut(label, otherLabel) || isCut(otherLabel, label);
    }

    private static String bare(String host) {
        String name = host.strip();
        return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isCut(String cut, String whole) {
        return cut.length() == ClusterName.LONGEST
                && whole.length() > ClusterName.LONGEST
                && whole.regionMatches(true, 0, cut, 0, cut.length());
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0
                || !host.isEmpty()
                        && host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                        && host.indexOf('.') >= 0;
    }

    private static String label(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
