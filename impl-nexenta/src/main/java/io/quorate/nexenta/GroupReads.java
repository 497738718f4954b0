package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Iqn;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.storage.command.GetGroup;
import io.quorate.storage.command.ListGroups;
import io.quorate.storage.command.StorageGroup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads of the target groups and host groups, and how a request names one. */
final class GroupReads {
    static final String MEMBERS = "members";

    private GroupReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(
                        ListGroups.class,
                        (c, nef) -> ApplianceReads.page(
                                nef, list(c.kind()), c.offset(), c.limit(), item -> decode(c.kind(), item))),
                new Finding<>(GetGroup.class, (c, nef) -> find(nef, c.kind(), c.group())));
    }

    static String collection(StorageGroup.Kind kind) {
        return switch (kind) {
            case TARGET -> "targetgroups";
            case HOST -> "hostgroups";
        };
    }

    static NefRequest list(StorageGroup.Kind kind) {
        return NefRequest.get("san", collection(kind)).with("fields", "name,members");
    }

    static List<String> names(Set<Iqn> members) {
        return members.stream().map(Iqn::value).toList();
    }

    /** Returns the names of members as a request gives them; one that is there already goes back as the appliance spells it. */
    static List<String> names(Set<Iqn> members, Optional<StorageGroup> there) {
        Map<Iqn, String> spelt = new HashMap<>();
        there.ifPresent(group -> group.members().forEach(member -> spelt.put(member, member.value())));
        return members.stream()
                .map(member -> spelt.getOrDefault(member, member.value()))
                .toList();
    }

    private static StorageGroup decode(StorageGroup.Kind kind, NefObject item) {
        return new StorageGroup(kind, item.text("name"), new HashSet<>(item.texts(MEMBERS, Iqn::new)));
    }

    static Optional<StorageGroup> find(Nef nef, StorageGroup.Kind kind, String group) {
        return nef.named(list(kind), "name", group).map(item -> nef.looking(() -> decode(kind, item)));
    }

    static StorageGroup get(Nef nef, StorageGroup.Kind kind, String group) {
        return nef.looking(() -> find(nef, kind, group).orElseThrow(() -> missing(kind, group)));
    }

    static Fault missing(StorageGroup.Kind kind, String group) {
        return Seen.missing("there is no " + kind + " " + group);
    }
}
