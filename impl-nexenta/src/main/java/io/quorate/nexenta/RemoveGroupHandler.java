package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.StorageGroup;
import java.util.Optional;

/** Removes a group that no LUN mapping names. */
final class RemoveGroupHandler extends Removal<RemoveGroup, StorageGroup> {

    @Override
    public Class<RemoveGroup> handles() {
        return RemoveGroup.class;
    }

    @Override
    Optional<StorageGroup> find(RemoveGroup c, Nef nef) {
        return GroupReads.find(nef, c.kind(), c.group());
    }

    @Override
    void spare(RemoveGroup c, StorageGroup there, Nef nef) {
        String field = c.kind() == StorageGroup.Kind.TARGET ? "targetGroup" : "hostGroup";
        Optional<NefObject> mapping = nef.named(MappingReads.list(), field, c.group());
        if (mapping.isPresent()) {
            throw Seen.conflict("volume " + mapping.get().word("volume") + " is mapped with it");
        }
    }

    @Override
    NefRequest delete(RemoveGroup c) {
        return NefRequest.delete("san", GroupReads.collection(c.kind()), c.group());
    }
}
