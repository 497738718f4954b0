package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.HostGroups;
import io.quorate.storage.TargetGroups;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sets the members of a target group or host group; who is left out loses what is mapped to it. Done when they are its members.
 *
 * @param kind which kind of group
 * @param group its name
 * @param members all its members
 * @see HostGroups#update
 * @see TargetGroups#update
 */
public record SetGroup(StorageGroup.Kind kind, String group, Set<Iqn> members)
        implements ConvergingCommand<StorageGroup>, Destructive {
    public SetGroup {
        Objects.requireNonNull(kind, "kind");
        StorageGroup.checkThere(group);
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    @Override
    public String identity() {
        return group;
    }

    @Override
    public String name() {
        return kind.operation("set");
    }

    @Override
    public Target target() {
        return new Target(kind.toString(), group);
    }

    @Override
    public StorageGroup rehearsed() {
        return new StorageGroup(kind, group, members);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetGroup(kind, group), rehearsed()));
    }
}
