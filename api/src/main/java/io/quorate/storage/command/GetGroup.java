package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.HostGroups;
import io.quorate.storage.TargetGroups;
import java.util.Objects;

/**
 * Reads a target group or host group; fails with kind {@code NOT_FOUND} after a look without it.
 *
 * @param kind which kind of group
 * @param group its name
 * @see HostGroups#get
 * @see TargetGroups#get
 */
public record GetGroup(StorageGroup.Kind kind, String group) implements ReadCommand<StorageGroup> {
    public GetGroup {
        Objects.requireNonNull(kind, "kind");
        StorageGroup.check(group);
    }

    @Override
    public String name() {
        return kind.operation("get");
    }

    @Override
    public Target target() {
        return new Target(kind.toString(), group);
    }
}
