package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.storage.HostGroups;
import io.quorate.storage.TargetGroups;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Creates a target group or host group.
 *
 * @param kind which kind of group
 * @param group its name
 * @param members its members
 * @see HostGroups#create
 * @see TargetGroups#create
 */
public record CreateGroup(StorageGroup.Kind kind, String group, Set<Iqn> members)
        implements GuardedCommand<StorageGroup> {
    public CreateGroup {
        Objects.requireNonNull(kind, "kind");
        StorageGroup.checkNew(group);
        members.forEach(member -> Iqn.of(member.value()));
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    @Override
    public String name() {
        return kind.operation("create");
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

    @Override
    public Set<String> dependsOn() {
        return kind == StorageGroup.Kind.TARGET ? Set.of("iSCSI target") : Set.of();
    }
}
