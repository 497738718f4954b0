package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.spi.Observation;
import io.quorate.winrm.recipe.Answers;

/** Judges by what the cluster says of a group whether a move has ended, and how. */
public final class GroupMove {
    private GroupMove() {}

    /** Tells whether the group is on the node; while it moves, nobody knows where it will be. */
    public static Observation<ClusterGroup> seen(ClusterGroup group, String node) {
        if (group.isMoving()) {
            return Answers.untold(Answers.pending(describe(group)));
        }
        if (group.owner().isBlank()) {
            return Answers.untold(Answers.pending("the cluster does not tell where group " + group.name() + " is"));
        }
        return ClusterNode.sameHost(group.owner(), node) ? Observation.present(group) : Observation.absent();
    }

    /** Refuses to ask for a move while another is under way: Windows would answer with an error or queue it. */
    public static void refuseWhileMoving(ClusterGroup group) {
        if (group.isMoving()) {
            throw Answers.pending(describe(group));
        }
    }

    /** Returns the group if it has arrived; otherwise tells whether to wait or to give up. */
    public static ClusterGroup judge(ClusterGroup group, String node) {
        if (group.isMoving() || group.owner().isBlank()) {
            throw Answers.pending(describe(group));
        }
        if (!ClusterNode.sameHost(group.owner(), node)) {
            throw Answers.notTaken("Windows reported success, but " + describe(group) + ", not on " + node);
        }
        return group;
    }

    /** Returns the group if a move has begun or is over already. */
    public static ClusterGroup begun(ClusterGroup group, String node) {
        return group.isMoving() ? group : judge(group, node);
    }

    private static String describe(ClusterGroup group) {
        return "group " + group.name() + " is " + group.condition() + " on " + group.owner();
    }
}
