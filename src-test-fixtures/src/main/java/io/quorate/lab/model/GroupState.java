package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;

/**
 * A cluster group (role).
 *
 * @param cluster the cluster's name
 * @param id GUID text
 * @param name name; for a role of a VM the VM's name when it was made
 * @param type GroupType number ({@link #VIRTUAL_MACHINE}...)
 * @param state what the cluster holds it to be
 * @param owner the owning node
 * @param info StatusInformation flags
 * @param wanted whether it is to be online (PersistentState)
 * @param priority 0, 1000, 2000 or 3000
 */
public record GroupState(
        String cluster,
        String id,
        String name,
        int type,
        State state,
        String owner,
        long info,
        boolean wanted,
        int priority) {
    public static final int CLUSTER = 1;
    public static final int AVAILABLE_STORAGE = 2;
    public static final int SHARED_VOLUME = 4;
    public static final int VIRTUAL_MACHINE = 111;

    /** What Windows says of the groups of SQL Server. */
    public static final int UNKNOWN_TYPE = 9999;

    /** StatusInformation: a move waits for its turn. */
    public static final long QUEUED = 4;

    /** StatusInformation: its node is isolated. */
    public static final long UNMONITORED = 256;

    /** ClusterGroupState. */
    public enum State {
        ONLINE,
        OFFLINE,
        FAILED,
        PARTIAL_ONLINE,
        PENDING
    }

    /** Returns the entity's key. */
    public static Key<GroupState> key(String cluster, String id) {
        return new Key<>(GroupState.class, "cluster/" + cluster + "/group/" + id);
    }

    /** Returns this group's key. */
    public Key<GroupState> key() {
        return key(cluster, id);
    }

    /** Tells whether it is one of the cluster's own. */
    public boolean core() {
        return type == CLUSTER || type == AVAILABLE_STORAGE;
    }

    GroupState with(State next) {
        return new GroupState(cluster, id, name, type, next, owner, info, wanted, priority);
    }

    GroupState of(int newType) {
        return new GroupState(cluster, id, name, newType, state, owner, info, wanted, priority);
    }

    GroupState withOwner(String node) {
        return new GroupState(cluster, id, name, type, state, node, info, wanted, priority);
    }

    GroupState withInfo(long flags) {
        return new GroupState(cluster, id, name, type, state, owner, flags, wanted, priority);
    }

    GroupState withWanted(boolean online) {
        return new GroupState(cluster, id, name, type, state, owner, info, online, priority);
    }

    GroupState withPriority(int value) {
        return new GroupState(cluster, id, name, type, state, owner, info, wanted, value);
    }
}
