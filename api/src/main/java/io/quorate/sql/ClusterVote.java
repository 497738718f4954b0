package io.quorate.sql;

import java.util.Objects;

/**
 * A member of the cluster under an instance, as the instance sees it.
 *
 * @param name the node's or the witness's name
 * @param type what it is, in the view's words: {@code CLUSTER_NODE}, {@code DISK_WITNESS}
 * @param up whether it takes part
 * @param votes how many votes it has
 */
public record ClusterVote(String name, String type, boolean up, int votes) {
    public ClusterVote {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
