package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Sets one option of a replica.
 *
 * @param group the group's name
 * @param replica the replica's name
 * @param setting the option and its value
 */
public record SetReplicaOption(String group, String replica, ReplicaSetting setting)
        implements ConvergingCommand<Void> {
    public SetReplicaOption {
        Inputs.checkName("group", group);
        Inputs.checkServer("replica", replica);
        Objects.requireNonNull(setting, "setting");
    }

    @Override
    public String name() {
        return "sql.replica.set";
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
        return Afterwards.of(group, it -> {
            it.change(replica, one -> RehearsedParts.set(one, setting));
            it.settle(replica);
        });
    }
}
