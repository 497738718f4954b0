package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.IscsiTargets;
import java.util.Set;

/**
 * Lists one page of the iSCSI targets.
 *
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see IscsiTargets#list
 */
public record ListTargets(int offset, int limit) implements ReadCommand<Page<IscsiTarget>> {
    public ListTargets {
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return "storage.target.list";
    }

    @Override
    public Target target() {
        return new Target("appliance", "iSCSI targets");
    }

    @Override
    public Set<String> lists() {
        return Set.of("iSCSI target");
    }
}
