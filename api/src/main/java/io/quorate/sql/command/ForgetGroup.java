package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Drops what an instance still has of a group that it is no replica of any more. Refused while the instance says that it is its primary or one of
 * its secondaries. Its copies of the databases stay, restoring. Done when it is gone.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param id the group's id; a group of another id is not dropped
 */
public record ForgetGroup(String host, String group, UUID id)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public ForgetGroup {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String identity() {
        return group + "@" + host;
    }

    @Override
    public String name() {
        return "sql.replica.forget";
    }

    @Override
    public Target target() {
        return new Target("availability group", group + "@" + host);
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
        return Set.of("availability replica", "availability database");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.dropGroup(group));
    }
}
