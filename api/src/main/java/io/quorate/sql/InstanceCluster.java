package io.quorate.sql;

import java.util.List;
import java.util.Objects;

/**
 * The cluster under an instance, as the instance sees it.
 *
 * @param name the cluster's name
 * @param quorumType how it decides that it may run, in the view's words: {@code NODE_MAJORITY}
 * @param quorumState whether it may: {@code NORMAL_QUORUM}, {@code FORCED_QUORUM}, {@code UNKNOWN_QUORUM_STATE}
 * @param members who votes
 */
public record InstanceCluster(String name, String quorumType, String quorumState, List<ClusterVote> members) {
    /** The state of a cluster that has its quorum. */
    public static final String NORMAL = "NORMAL_QUORUM";

    public InstanceCluster {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(quorumType, "quorumType");
        Objects.requireNonNull(quorumState, "quorumState");
        members = List.copyOf(members);
    }
}
