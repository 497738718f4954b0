package io.quorate.nexenta;

import io.quorate.san.Iqn;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.StorageGroup;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sets the members of a group, whoever is left out. */
final class SetGroupHandler extends MembersChange<SetGroup> {

    @Override
    public Class<SetGroup> handles() {
        return SetGroup.class;
    }

    @Override
    StorageGroup.Kind kind(SetGroup c) {
        return c.kind();
    }

    @Override
    String group(SetGroup c) {
        return c.group();
    }

    @Override
    Set<Iqn> members(SetGroup c, Optional<StorageGroup> there) {
        return c.members();
    }

    /** Nobody is put out whom nobody has seen: whoever came meanwhile is for the caller to judge. */
    @Override
    boolean mayBeRepeated(SetGroup c, Optional<StorageGroup> before, StorageGroup after) {
        Set<Iqn> known = new TreeSet<>(c.members());
        before.ifPresent(group -> known.addAll(group.members()));
        return known.containsAll(after.members());
    }
}
