package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import io.quorate.sql.RoutingList;
import java.util.List;
import java.util.Objects;

/**
 * Sets where a replica sends those who ask to read only when it is primary. Every replica it names needs a routing URL first.
 *
 * @param group the group's name
 * @param replica the replica's name
 * @param routing the list; empty for no routing
 */
public record SetRoutingList(String group, String replica, RoutingList routing) implements ConvergingCommand<Void> {
    public SetRoutingList {
        Inputs.checkName("group", group);
        Inputs.checkServer("replica", replica);
        Objects.requireNonNull(routing, "routing");
    }

    @Override
    public String name() {
        return "sql.replica.route";
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
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, it -> it.change(replica, one -> RehearsedParts.routing(one, routing)));
    }
}
