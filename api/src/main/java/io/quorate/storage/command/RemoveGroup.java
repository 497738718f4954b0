package io.quorate.storage.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.HostGroups;
import io.quorate.storage.TargetGroups;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Removes a target group or host group that no LUN mapping names. Done when it is gone.
 *
 * @param kind which kind of group
 * @param group its name
 * @see HostGroups#remove
 * @see TargetGroups#remove
 */
public record RemoveGroup(StorageGroup.Kind kind, String group) implements ConvergingCommand<Void> {
    public RemoveGroup {
        Objects.requireNonNull(kind, "kind");
        StorageGroup.checkThere(group);
    }

    @Override
    public String name() {
        return kind.operation("remove");
    }

    @Override
    public Target target() {
        return new Target(kind.toString(), group);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.gone(new GetGroup(kind, group)));
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("LUN mapping");
    }
}
