package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.san.Iqn;
import io.quorate.spi.Observation;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sets the members of a group, unless that would leave one out. */
final class WidenGroupHandler extends MembersChange<WidenGroup> {

    @Override
    public Class<WidenGroup> handles() {
        return WidenGroup.class;
    }

    @Override
    StorageGroup.Kind kind(WidenGroup c) {
        return c.kind();
    }

    @Override
    String group(WidenGroup c) {
        return c.group();
    }

    @Override
    Set<Iqn> members(WidenGroup c, Optional<StorageGroup> there) {
        return c.members();
    }

    @Override
    protected void refuse(WidenGroup c, Optional<StorageGroup> there) {
        super.refuse(c, there);
        Set<Iqn> leftOut = new TreeSet<>(there.orElseThrow().members());
        leftOut.removeAll(c.members());
        if (!leftOut.isEmpty()) {
            throw Seen.conflict("members were added meanwhile and would be left out: " + leftOut);
        }
    }

    /** A group that somebody widened further is wide enough. */
    @Override
    public Observation<StorageGroup> look(WidenGroup c, Nef nef) {
        return holding(c.members(), read(c, nef));
    }

    @Override
    Observation<StorageGroup> kept(WidenGroup c, StorageGroup after) {
        return holding(c.members(), Optional.of(after));
    }
}
