package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.HostGroups;
import io.quorate.storage.TargetGroups;
import java.util.Objects;
import java.util.Set;

/**
 * Lists one page of the target groups or of the host groups.
 *
 * @param kind which groups
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see HostGroups#list
 * @see TargetGroups#list
 */
public record ListGroups(StorageGroup.Kind kind, int offset, int limit) implements ReadCommand<Page<StorageGroup>> {
    public ListGroups {
        Objects.requireNonNull(kind, "kind");
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return kind.operation("list");
    }

    @Override
    public Target target() {
        return new Target("appliance", kind + "s");
    }

    @Override
    public Set<String> lists() {
        return Set.of(kind.toString());
    }
}
