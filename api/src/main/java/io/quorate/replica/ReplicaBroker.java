package io.quorate.replica;

import io.quorate.cluster.ResourceState;
import java.util.Objects;

/**
 * The replica broker of a cluster: what other servers replicate to and authorise, whichever node has it.
 *
 * @param name the name of its client access point; other servers address it by that, with the domain behind
 * @param group the group it is in
 * @param state the state of the broker's resource; the group may be online while that is not
 * @param owner the node it is on
 */
public record ReplicaBroker(String name, String group, ResourceState state, String owner) {
    public ReplicaBroker {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(owner, "owner");
    }

    /** Tells whether it works. */
    public boolean isOnline() {
        return state.equals(ResourceState.ONLINE);
    }
}
