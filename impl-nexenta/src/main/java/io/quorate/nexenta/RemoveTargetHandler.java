package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.StorageGroup;
import java.util.Optional;

/** Removes a target that is in no group. */
final class RemoveTargetHandler extends Removal<RemoveTarget, IscsiTarget> {

    @Override
    public Class<RemoveTarget> handles() {
        return RemoveTarget.class;
    }

    @Override
    Optional<IscsiTarget> find(RemoveTarget c, Nef nef) {
        return TargetReads.find(nef, c.iqn());
    }

    @Override
    void spare(RemoveTarget c, IscsiTarget there, Nef nef) {
        for (Optional<String> group : nef.all(GroupReads.list(StorageGroup.Kind.TARGET), item -> with(c, item))) {
            if (group.isPresent()) {
                throw Seen.conflict(c.iqn() + " is in target group " + group.get());
            }
        }
    }

    /** Returns the name of a group that the target is in; nothing for another. */
    private static Optional<String> with(RemoveTarget c, NefObject told) {
        NefObject group = told.forgiving();
        return group.texts(GroupReads.MEMBERS, name -> name).stream()
                        .anyMatch(c.iqn().value()::equalsIgnoreCase)
                ? Optional.of(group.text("name"))
                : Optional.empty();
    }

    @Override
    NefRequest delete(RemoveTarget c) {
        return NefRequest.delete("san", "iscsi", "targets", c.iqn().value());
    }
}
