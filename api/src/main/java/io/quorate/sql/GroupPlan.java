package io.quorate.sql;

import java.util.List;
import java.util.Objects;

/**
 * What it would take to have a group as wanted. Prints no secret.
 *
 * @param group the group
 * @param steps what would be changed, in order; empty if nothing
 * @param obstacles what contradicts the wish and is not changed without being asked, a sentence each; with one of them nothing is done
 * @param hints what may go wrong and cannot be told from the instances, a sentence each
 * @param remedies what helps where all that is in the way is that a version or edition has not what is wanted, a sentence each
 */
public record GroupPlan(
        String group, List<GroupStep> steps, List<String> obstacles, List<String> hints, List<String> remedies) {
    public GroupPlan {
        Objects.requireNonNull(group, "group");
        steps = List.copyOf(steps);
        obstacles = List.copyOf(obstacles);
        hints = List.copyOf(hints);
        remedies = List.copyOf(remedies);
    }

    /** Makes one that no version or edition hinders. */
    public GroupPlan(String group, List<GroupStep> steps, List<String> obstacles, List<String> hints) {
        this(group, steps, obstacles, hints, List.of());
    }

    /** Tells whether it is as wanted already. */
    public boolean satisfied() {
        return steps.isEmpty() && obstacles.isEmpty();
    }
}
