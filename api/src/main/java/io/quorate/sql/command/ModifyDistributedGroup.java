package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Sets listener, commit and seeding mode of one member of a distributed group; runs on the primaries of both.
 *
 * @param host the instance's host, as the endpoint names it
 * @param group the group's name
 * @param member the member as it is to be
 */
public record ModifyDistributedGroup(String host, String group, DistributedMember member)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public ModifyDistributedGroup {
        Inputs.checkHost(host);
        Inputs.checkName("group", group);
        Objects.requireNonNull(member, "member");
    }

    @Override
    public String name() {
        return "sql.group.modify-distributed";
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
    public List<Foretold<?>> foretold() {
        return Afterwards.at(
                host,
                edit -> edit.group(group, it -> it.change(member.group(), one -> RehearsedParts.member(one, member))));
    }
}
