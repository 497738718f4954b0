package io.quorate.cluster;

import io.quorate.Shown;
import java.util.List;
import java.util.Objects;

/**
 * A group (role): resources that live on one node at a time and move together.
 *
 * @param name its name, unique in the cluster
 * @param id its id, a GUID
 * @param type what it is for
 * @param state its state
 * @param owner the node it is on; after that node's death the last one, until it is moved
 * @param core whether the cluster made it for itself
 * @param status the conditions beside the state
 */
public record ClusterGroup(
        String name, String id, GroupType type, GroupState state, String owner, boolean core, GroupStatus status) {
    public ClusterGroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(status, "status");
    }

    /** Returns its state and, in brackets, what is the matter: {@code Online}, {@code Failed (locked against moving)}. */
    public String condition() {
        List<String> matters = status.matters();
        return matters.isEmpty() ? state.toString() : state + " (" + String.join(", ", matters) + ")";
    }

    /** Returns its name and, where it is not simply online, its condition: {@code web1 is Failed (locked against moving)}. */
    public String inWords() {
        boolean usual = state.equals(GroupState.ONLINE) && status.matters().isEmpty();
        return usual ? name : name + " is " + condition();
    }

    /** Tells whether it is on its way to another state or node, or waits for its turn to be. */
    public boolean isMoving() {
        return state.equals(GroupState.PENDING) || status.queued();
    }

    /** Tells whether it is online and nothing waits to move it. */
    public boolean isSettled() {
        return state.equals(GroupState.ONLINE) && !status.queued() && !status.waitingToStart();
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
