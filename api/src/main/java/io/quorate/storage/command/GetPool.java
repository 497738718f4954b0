package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Pool;
import io.quorate.storage.StoragePools;
import java.util.Objects;

/**
 * Reads a pool; fails with kind {@code NOT_FOUND} after a list without it.
 *
 * @param pool its name
 * @see StoragePools#get
 */
public record GetPool(String pool) implements ReadCommand<Pool> {
    public GetPool {
        Objects.requireNonNull(pool, "pool");
    }

    @Override
    public String name() {
        return "storage.pool.get";
    }

    @Override
    public Target target() {
        return new Target("pool", pool);
    }
}
