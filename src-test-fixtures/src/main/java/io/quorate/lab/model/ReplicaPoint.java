package io.quorate.lab.model;

import java.time.Duration;

/**
 * A recovery point of a replica.
 *
 * @param id its id
 * @param type SnapshotType: 6 of a cycle, 7 made consistent by the guest
 * @param at world time
 * @param total bytes the replica held then, of those that were written
 */
public record ReplicaPoint(String id, int type, Duration at, long total) {
    /** Of a cycle. */
    public static final int REPLICA = 6;

    /** Made consistent by the guest. */
    public static final int APP_CONSISTENT = 7;
}
