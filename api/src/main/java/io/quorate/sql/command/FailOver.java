package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Makes an instance the primary, without loss: every database of it must be ready. Returns before the databases are open.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 */
public record FailOver(String host, String group) implements GuardedCommand<Void>, HostCommand<Void> {
    public FailOver {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
    }

    @Override
    public String name() {
        return "sql.group.failover";
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
    public Set<String> alsoChanges() {
        return Set.of("availability replica", "availability database", "availability listener");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("availability database");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.failedOver(group, host, false);
    }
}
