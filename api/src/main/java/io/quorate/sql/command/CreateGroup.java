package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.AvailabilityGroup;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a group with its replicas, and with its databases and listener if it is to have them at once. The instance becomes the primary.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param options its options; what is left out is the instance's default
 * @param databases the databases it begins with
 * @param replicas its replicas, the instance itself among them
 * @param listener its listener; null for none
 */
public record CreateGroup(
        String host,
        String group,
        List<GroupSetting> options,
        List<String> databases,
        List<ReplicaDefinition> replicas,
        @Nullable ListenerDefinition listener)
        implements GuardedCommand<AvailabilityGroup>, HostCommand<AvailabilityGroup> {
    public CreateGroup {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        options = List.copyOf(options);
        databases = List.copyOf(databases);
        replicas = List.copyOf(replicas);
        GroupRules.check(group, options, databases, replicas, listener);
    }

    @Override
    public String name() {
        return "sql.group.create";
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
    public AvailabilityGroup rehearsed() {
        return Rehearsed.group(this);
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("availability replica", "availability database", "availability listener");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("mirroring endpoint");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.created(this);
    }
}
