package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Removes a replica from its group; its copies of the databases stay, restoring. Done when it is gone.
 *
 * @param group the group's name
 * @param replica the replica's name
 */
public record RemoveReplica(String group, String replica) implements ConvergingCommand<Void>, Destructive {
    public RemoveReplica {
        Inputs.checkName("group", group);
        Inputs.checkServer("replica", replica);
    }

    @Override
    public String identity() {
        return replica + "@" + group;
    }

    @Override
    public String name() {
        return "sql.replica.remove";
    }

    @Override
    public Target target() {
        return new Target("availability replica", replica + "@" + group);
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
    public Set<String> alsoChanges() {
        return Set.of("availability database");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.everywhere(edit -> {
            if (edit.server().equalsIgnoreCase(replica)) {
                edit.dropGroup(group);
            } else {
                edit.group(group, it -> it.removeReplica(replica));
            }
        });
    }
}
