package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A replica as it lives on its instance.
 *
 * @param joined whether the instance has taken the group in
 * @param granted whether the group may create databases there
 * @param up whether primary and replica can speak now
 * @param connected whether their session lives; it outlives {@code up} by the session time-out
 * @param since when {@code up} last changed
 * @param error why they last could not speak, 0 if they always could
 */
public record ReplicaState(
        String group,
        String instance,
        Role role,
        boolean joined,
        boolean granted,
        boolean up,
        boolean connected,
        Duration since,
        int error,
        Duration errorAt) {

    /** What a replica is; the numbers are the views'. */
    public enum Role {
        RESOLVING,
        PRIMARY,
        SECONDARY
    }

    /** Returns the entity's key. */
    public static Key<ReplicaState> key(String group, String instance) {
        return new Key<>(ReplicaState.class, AgState.key(group).path() + "/on/" + AgState.upper(instance));
    }

    Key<ReplicaState> key() {
        return key(group, instance);
    }

    /** Returns it with changes. */
    ReplicaState with(Consumer<Edit> changes) {
        Edit edit = new Edit(this);
        changes.accept(edit);
        return new ReplicaState(
                group,
                instance,
                edit.role,
                edit.joined,
                edit.granted,
                edit.up,
                edit.connected,
                edit.since,
                edit.error,
                edit.errorAt);
    }

    /** What may change. */
    static final class Edit {
        Role role;
        boolean joined;
        boolean granted;
        boolean up;
        boolean connected;
        Duration since;
        int error;
        Duration errorAt;

        Edit(ReplicaState state) {
            role = state.role;
            joined = state.joined;
            granted = state.granted;
            up = state.up;
            connected = state.connected;
            since = state.since;
            error = state.error;
            errorAt = state.errorAt;
        }
    }
}
