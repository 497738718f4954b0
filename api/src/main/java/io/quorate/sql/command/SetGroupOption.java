package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Sets one option of a group.
 *
 * @param group the group's name
 * @param setting the option and its value
 */
public record SetGroupOption(String group, GroupSetting setting) implements ConvergingCommand<Void> {
    public SetGroupOption {
        Inputs.checkName("group", group);
        if (!Objects.requireNonNull(setting, "setting").option().alterable()) {
            throw new IllegalArgumentException("group " + group + ": " + setting.option()
                    + " is decided when a group is made and cannot be changed");
        }
    }

    @Override
    public String name() {
        return "sql.group.set";
    }

    @Override
    public Target target() {
        return new Target("availability group", group);
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
        return Afterwards.of(group, it -> RehearsedParts.set(it.values, setting));
    }
}
