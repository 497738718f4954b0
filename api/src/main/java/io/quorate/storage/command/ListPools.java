package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Pool;
import io.quorate.storage.StoragePools;
import java.util.Set;

/**
 * Lists one page of the pools.
 *
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see StoragePools#list
 */
public record ListPools(int offset, int limit) implements ReadCommand<Page<Pool>> {
    public ListPools {
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return "storage.pool.list";
    }

    @Override
    public Target target() {
        return new Target("appliance", "pools");
    }

    @Override
    public Set<String> lists() {
        return Set.of("pool");
    }
}
