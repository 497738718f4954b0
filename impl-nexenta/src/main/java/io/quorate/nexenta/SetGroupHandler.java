package io.quorate.nexenta;

import io.quorate.san.Iqn;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.StorageGroup;
import java.util.Set;

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
    Set<Iqn> members(SetGroup c) {
        return c.members();
    }
}
