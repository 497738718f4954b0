package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.ConvergingCommand;
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
 * Adds members to a target group or host group, whoever else is in it. Done when they are among its members.
 *
 * @param kind which kind of group
 * @param group its name
 * @param members who is added
 * @see HostGroups#add
 * @see TargetGroups#add
 */
public record AddMembers(StorageGroup.Kind kind, String group, Set<Iqn> members)
        implements ConvergingCommand<StorageGroup> {
    public AddMembers {
        Objects.requireNonNull(kind, "kind");
        StorageGroup.check(group);
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    @Override
    public String name() {
        return kind.operation("add");
    }

    @Override
    public Target target() {
        return new Target(kind.toString(), group);
    }

    @Override
    public StorageGroup rehearsed() {
        return new StorageGroup(kind, group, members);
    }

    private StorageGroup after(StorageGroup before) {
        Set<Iqn> all = new TreeSet<>(before.members());
        all.addAll(members);
        return new StorageGroup(kind, group, all);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetGroup(kind, group), this::after));
    }
}
