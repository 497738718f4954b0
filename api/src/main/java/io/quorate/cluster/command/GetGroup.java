package io.quorate.cluster.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads one group; fails with kind {@code NOT_FOUND} after a list without it.
 *
 * @param group the group's name
 */
public record GetGroup(String group) implements ReadCommand<ClusterGroup> {
    public GetGroup {
        Objects.requireNonNull(group, "group");
    }

    @Override
    public String name() {
        return "cluster.group.get";
    }

    @Override
    public Target target() {
        return new Target("cluster group", group);
    }
}
