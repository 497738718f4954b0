package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.ReplicaRole;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Takes a group off line: nobody can use its databases. Runs on the primary.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param id the group's id
 */
public record TakeGroupOffline(String host, String group, UUID id)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public TakeGroupOffline {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String identity() {
        return id.toString();
    }

    @Override
    public String name() {
        return "sql.group.offline";
    }

    @Override
    public Target target() {
        return new Target("availability group", group);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("availability replica", "availability database", "availability listener");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.everywhere(edit -> edit.group(group, it -> {
            it.lead(null);
            it.localRole(ReplicaRole.RESOLVING);
        }));
    }
}
