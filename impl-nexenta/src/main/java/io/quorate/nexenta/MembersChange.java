package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Iqn;
import io.quorate.spi.Change;
import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.storage.command.StorageGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A handler that gives a group its members; the appliance takes the whole list and replaces what it has.
 *
 * @param <C> the command
 */
abstract class MembersChange<C extends Command<StorageGroup>>
        extends Change<C, Optional<StorageGroup>, StorageGroup, Nef> {

    abstract StorageGroup.Kind kind(C command);

    abstract String group(C command);

    abstract Set<Iqn> members(C command);

    @Override
    protected Optional<StorageGroup> read(C c, Nef nef) {
        return GroupReads.find(nef, kind(c), group(c));
    }

    @Override
    protected Observation<StorageGroup> done(C c, Optional<StorageGroup> there) {
        return there.filter(group -> group.members().equals(members(c)))
                .map(Observation::present)
                .orElseGet(Observation::absent);
    }

    @Override
    protected void refuse(C c, Optional<StorageGroup> there) {
        if (there.isEmpty()) {
            throw GroupReads.missing(kind(c), group(c));
        }
    }

    @Override
    protected List<NefRequest> change(C c, Optional<StorageGroup> there) {
        return List.of(NefRequest.put("san", GroupReads.collection(kind(c)), group(c))
                .body(Map.of(GroupReads.MEMBERS, GroupReads.names(members(c), there))));
    }

    @Override
    protected Optional<StorageGroup> unseen(C c) {
        return Optional.empty();
    }

    @Override
    protected StorageGroup carryOut(C c, Optional<StorageGroup> there, Nef nef) {
        change(c, there).forEach(nef::change);
        return GroupReads.get(nef, kind(c), group(c));
    }
}
