package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Iqn;
import io.quorate.spi.Change;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.storage.command.StorageGroup;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A handler that gives a group its members; the appliance takes the whole list and replaces what it has. Who read the group before us may
 * write his list over ours, so it is looked at again until he must have done so; what was undone is done again by the engine.
 *
 * @param <C> the command
 */
abstract class MembersChange<C extends Command<StorageGroup>>
        extends Change<C, Optional<StorageGroup>, StorageGroup, Nef> {

    private static final int LOOKS = 3;

    abstract StorageGroup.Kind kind(C command);

    abstract String group(C command);

    /** Returns all members it shall have. */
    abstract Set<Iqn> members(C command, Optional<StorageGroup> there);

    @Override
    protected Optional<StorageGroup> read(C c, Nef nef) {
        return GroupReads.find(nef, kind(c), group(c));
    }

    @Override
    protected Observation<StorageGroup> done(C c, Optional<StorageGroup> there) {
        return there.filter(group -> group.members().equals(members(c, there)))
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
                .body(Map.of(GroupReads.MEMBERS, GroupReads.names(members(c, there), there))));
    }

    @Override
    protected Optional<StorageGroup> unseen(C c) {
        return Optional.empty();
    }

    @Override
    protected StorageGroup carryOut(C c, Optional<StorageGroup> seen, Nef nef) {
        Optional<StorageGroup> there = seen;
        for (int looks = 1; nef.lookIsOld() && looks < LOOKS; looks++) {
            there = read(c, nef);
            refuse(c, there);
        }
        change(c, there).forEach(nef::change);
        StorageGroup after = null;
        for (int looks = 0; looks < LOOKS; looks++) {
            nef.settle("others who read " + kind(c) + " " + group(c) + " before have written it");
            after = GroupReads.get(nef, kind(c), group(c));
            if (!(kept(c, after) instanceof Observation.Present)) {
                throw undone(c, there, after);
            }
        }
        return Objects.requireNonNull(after);
    }

    /** Judges what is there after the change; by default it has to be what was written. */
    Observation<StorageGroup> kept(C c, StorageGroup after) {
        return done(c, Optional.of(after));
    }

    /** Observes that these are among the members. */
    static Observation<StorageGroup> holding(Set<Iqn> some, Optional<StorageGroup> there) {
        return there.filter(group -> group.members().containsAll(some))
                .map(Observation::present)
                .orElseGet(Observation::absent);
    }

    /** Tells whether it may be done again after somebody else undid it; so it is by default, because nobody is put out. */
    boolean mayBeRepeated(C c, Optional<StorageGroup> before, StorageGroup after) {
        return true;
    }

    private Fault undone(C c, Optional<StorageGroup> before, StorageGroup after) {
        return Fault.in(mayBeRepeated(c, before, after) ? FaultPhase.TRANSIENT : FaultPhase.LASTING, ErrorKind.CONFLICT)
                .hint("somebody else changes it at the same time; look who is in it now")
                .because(kind(c) + " " + group(c) + " was written and has members " + after.members()
                        + " now, for somebody else has written it, too");
    }
}
