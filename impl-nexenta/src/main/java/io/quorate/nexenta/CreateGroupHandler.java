package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Iqn;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.StorageGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Creates a target group or host group. */
final class CreateGroupHandler extends Creation<CreateGroup, StorageGroup> {

    @Override
    public Class<CreateGroup> handles() {
        return CreateGroup.class;
    }

    @Override
    Optional<StorageGroup> find(CreateGroup c, Nef nef) {
        return GroupReads.find(nef, c.kind(), c.group());
    }

    @Override
    List<String> differences(CreateGroup wanted, StorageGroup there) {
        return there.members().equals(wanted.members())
                ? List.of()
                : List.of("members " + there.members() + " instead of " + wanted.members());
    }

    @Override
    Set<?> lost(CreateGroup wanted, StorageGroup made) {
        Set<Iqn> lost = new TreeSet<>(wanted.members());
        lost.removeAll(made.members());
        return lost;
    }

    @Override
    NefRequest create(CreateGroup c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", c.group());
        body.put(GroupReads.MEMBERS, GroupReads.names(c.members()));
        return NefRequest.post("san", GroupReads.collection(c.kind())).body(body);
    }

    @Override
    StorageGroup made(CreateGroup c, Nef nef) {
        return GroupReads.get(nef, c.kind(), c.group());
    }
}
