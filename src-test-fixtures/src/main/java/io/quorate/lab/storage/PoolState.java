package io.quorate.lab.storage;

import io.quorate.lab.kernel.Key;

/**
 * A pool.
 *
 * @param appliance appliance's name
 * @param name name
 * @param health ONLINE, DEGRADED, SUSPENDED, UNAVAIL
 * @param size bytes in all
 */
public record PoolState(String appliance, String name, String health, long size) {
    /** Returns the entity's key. */
    public static Key<PoolState> key(String appliance, String name) {
        return new Key<>(PoolState.class, "appliance/" + appliance + "/pool/" + name);
    }
}
