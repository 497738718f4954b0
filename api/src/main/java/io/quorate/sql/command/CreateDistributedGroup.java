package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.ReplicaRole;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Creates a group of two groups. The instance, which must be the primary of the first, becomes the global primary.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param first the group that leads
 * @param second the group that follows
 */
public record CreateDistributedGroup(String host, String group, DistributedMember first, DistributedMember second)
        implements GuardedCommand<Void>, HostCommand<Void> {
    public CreateDistributedGroup {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        GroupRules.check(group, first, second);
    }

    @Override
    public String name() {
        return "sql.group.create-distributed";
    }

    @Override
    public Target target() {
        return new Target("availability group", group);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("mirroring endpoint");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> RehearsedParts.distributed(edit, group, first, second, ReplicaRole.PRIMARY));
    }
}
