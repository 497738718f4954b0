package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.GetGroup;
import io.quorate.san.Iqn;
import io.quorate.storage.command.ListGroups;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The target groups and host groups. */
final class GroupOperations {
    private GroupOperations() {}

    static void addTo(Operations all) {
        all.read(
                ListGroups.class,
                (c, nef) -> StorageOperations.page(
                        nef, list(c.kind()), c.offset(), c.limit(), item -> decode(c.kind(), item)));
        all.find(GetGroup.class, (c, nef) -> find(nef, c.kind(), c.group()));
        all.guarded(
                CreateGroup.class,
                (c, nef) -> {
                    nef.change(create(c));
                    return get(nef, c.kind(), c.group());
                },
                (c, nef) -> Operations.compared(find(nef, c.kind(), c.group()), there -> differences(c, there)),
                c -> List.of(create(c)));
        all.change(
                WidenGroup.class,
                (c, nef) -> {
                    StorageGroup there = get(nef, c.kind(), c.group());
                    Set<Iqn> leftOut = new TreeSet<>(there.members());
                    leftOut.removeAll(c.members());
                    if (!leftOut.isEmpty()) {
                        throw Operations.conflict("members were added meanwhile and would be left out: " + leftOut);
                    }
                    return set(nef, there, c.members());
                },
                c -> List.of(update(c.kind(), c.group(), c.members())));
        all.change(
                SetGroup.class,
                (c, nef) -> set(nef, get(nef, c.kind(), c.group()), c.members()),
                c -> List.of(update(c.kind(), c.group(), c.members())));
        all.change(RemoveGroup.class, GroupOperations::remove, c -> List.of(delete(c)));
    }

    private static String collection(StorageGroup.Kind kind) {
        return switch (kind) {
            case TARGET -> "targetgroups";
            case HOST -> "hostgroups";
        };
    }

    static NefRequest list(StorageGroup.Kind kind) {
        return NefRequest.get("san", collection(kind)).with("fields", "name,members");
    }

    private static NefRequest create(CreateGroup c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", c.group());
        body.put("members", names(c.members()));
        return NefRequest.post("san", collection(c.kind())).body(body);
    }

    private static NefRequest update(StorageGroup.Kind kind, String group, Set<Iqn> members) {
        return NefRequest.put("san", collection(kind), group).body(Map.of("members", names(members)));
    }

    private static NefRequest delete(RemoveGroup c) {
        return NefRequest.delete("san", collection(c.kind()), c.group());
    }

    private static List<String> names(Set<Iqn> members) {
        return members.stream().map(Iqn::value).toList();
    }

    private static StorageGroup decode(StorageGroup.Kind kind, NefObject item) {
        return new StorageGroup(kind, item.text("name"), new HashSet<>(item.texts("members", Iqn::of)));
    }

    private static Optional<StorageGroup> find(Nef nef, StorageGroup.Kind kind, String group) {
        return nef.named(list(kind), "name", group).map(item -> nef.looking(() -> decode(kind, item)));
    }

    private static StorageGroup get(Nef nef, StorageGroup.Kind kind, String group) {
        return nef.looking(() ->
                find(nef, kind, group).orElseThrow(() -> Operations.missing("there is no " + kind + " " + group)));
    }

    private static List<String> differences(CreateGroup wanted, StorageGroup there) {
        return there.members().equals(wanted.members())
                ? List.of()
                : List.of("members " + there.members() + " instead of " + wanted.members());
    }

    /** The appliance takes the whole list and replaces what it has. */
    private static StorageGroup set(Nef nef, StorageGroup there, Set<Iqn> members) {
        if (there.members().equals(members)) {
            return there;
        }
        nef.change(update(there.kind(), there.name(), members));
        return get(nef, there.kind(), there.name());
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void remove(RemoveGroup c, Nef nef) {
        if (find(nef, c.kind(), c.group()).isEmpty()) {
            return null;
        }
        String field = c.kind() == StorageGroup.Kind.TARGET ? "targetGroup" : "hostGroup";
        Optional<NefObject> mapping = nef.named(MappingOperations.list(), field, c.group());
        if (mapping.isPresent()) {
            throw Operations.conflict("volume " + mapping.get().text("volume") + " is mapped with it");
        }
        nef.remove(delete(c));
        return null;
    }
}
