package io.quorate.cluster.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
        Names.checkWait(atMost);
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
                group, Placeholder.TEXT, GroupType.UNKNOWN, GroupState.ONLINE, node, false, GroupStatus.NONE);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new GetGroup(group),
                before -> new ClusterGroup(
                        before.name(),
                        before.id(),
                        before.type(),
                        GroupState.ONLINE,
                        node,
                        before.core(),
                        before.status())));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster disk", "virtual machine");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("cluster node");
    }
}
