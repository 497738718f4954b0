package io.quorate.cluster.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * Moves a group to a node and waits until it is there.
 *
 * @param group the group's name
 * @param node where to
 * @param atMost how long to wait until it is there
 */
public record MoveGroup(String group, String node, Duration atMost) implements ConvergingCommand<ClusterGroup> {
    public MoveGroup {
        Objects.requireNonNull(group, "group");
        Names.check("node", node);
        if (atMost.toSeconds() <= 0) {
            throw new IllegalArgumentException("a move takes at least a second: " + atMost);
        }
    }

    @Override
    public String name() {
        return "cluster.group.move";
    }

    @Override
    public Target target() {
        return new Target("cluster group", group);
    }

    @Override
    public Duration deadline() {
        return atMost.plusMinutes(2);
    }

    @Override
    public ClusterGroup rehearsed() {
        return new ClusterGroup(
                group, Names.REHEARSED, GroupType.UNKNOWN, GroupState.ONLINE, node, false, GroupStatus.NONE);
    }
}
