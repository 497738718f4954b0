package io.quorate.storage;

import java.util.Objects;

/**
 * A pool.
 *
 * @param name its name
 * @param health its health
 * @param status the appliance's word for its status
 */
public record Pool(String name, PoolHealth health, String status) {
    public Pool {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(status, "status");
    }
}
