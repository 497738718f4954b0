package io.quorate.nexenta;

import io.quorate.san.Iqn;
import io.quorate.spi.Observation;
import io.quorate.storage.command.AddMembers;
import io.quorate.storage.command.StorageGroup;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Adds members to a group: writes the list that was read with them in it. */
final class AddMembersHandler extends MembersChange<AddMembers> {

    @Override
    public Class<AddMembers> handles() {
        return AddMembers.class;
    }

    @Override
    StorageGroup.Kind kind(AddMembers c) {
        return c.kind();
    }

    @Override
    String group(AddMembers c) {
        return c.group();
    }

    @Override
    Set<Iqn> members(AddMembers c, Optional<StorageGroup> there) {
        Set<Iqn> all = new TreeSet<>(c.members());
        there.ifPresent(group -> all.addAll(group.members()));
        return all;
    }

    @Override
    protected Observation<StorageGroup> done(AddMembers c, Optional<StorageGroup> there) {
        return holding(c.members(), there);
    }
}
