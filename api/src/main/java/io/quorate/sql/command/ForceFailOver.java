package io.quorate.sql.command;

import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.OnceCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Makes an instance the primary although what the old primary committed may be lost. The other secondaries are suspended.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param id the group's id
 */
public record ForceFailOver(String host, String group, UUID id)
        implements OnceCommand<Void>, HostCommand<Void>, Destructive {
    public ForceFailOver {
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
        return "sql.group.force-failover";
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
        return Afterwards.failedOver(group, host, true);
    }
}
