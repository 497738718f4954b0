package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lets a group create databases on an instance, which automatic seeding needs; on the primary, too.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 */
public record GrantCreateAnyDatabase(String host, String group) implements ConvergingCommand<Void>, HostCommand<Void> {
    public GrantCreateAnyDatabase {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
    }

    @Override
    public String name() {
        return "sql.group.grant-create";
    }

    @Override
    public Target target() {
        return new Target("availability replica", host + "@" + group);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("availability group");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, host, GroupEdit::seeded);
    }
}
