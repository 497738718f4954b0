package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import io.quorate.sql.ClusterType;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Adds a replica to a group; the instance has to join afterwards.
 *
 * @param group the group's name
 * @param replica the replica as it is to be
 */
public record AddReplica(String group, ReplicaDefinition replica) implements GuardedCommand<Void> {
    public AddReplica {
        Inputs.checkName("group", group);
        Objects.requireNonNull(replica, "replica");
    }

    @Override
    public String name() {
        return "sql.replica.add";
    }

    @Override
    public Target target() {
        return new Target("availability replica", replica.server() + "@" + group);
    }

    @Override
    public Placement placement() {
        return Placement.owner();
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("availability group", "mirroring endpoint");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.everywhere(edit -> {
            if (!edit.hasGroup(group) && edit.server().equalsIgnoreCase(replica.server())) {
                edit.add(RehearsedParts.joined(group, ClusterType.WSFC, edit.server(), edit.server()));
            }
            edit.group(group, it -> it.addReplica(Rehearsed.replica(replica)));
        });
    }
}
