package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.GetTarget;
import io.quorate.san.Iqn;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.command.ListTargets;
import io.quorate.san.Portal;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.StorageGroup;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The iSCSI targets. */
final class TargetOperations {
    private static final String CHAP = "chap";

    private TargetOperations() {}

    static void addTo(Operations all) {
        all.read(
                ListTargets.class,
                (c, nef) -> StorageOperations.page(nef, list(), c.offset(), c.limit(), TargetOperations::decode));
        all.find(GetTarget.class, (c, nef) -> find(nef, c.iqn()));
        all.guarded(
                CreateTarget.class,
                (c, nef) -> {
                    nef.change(create(c));
                    return get(nef, c.iqn());
                },
                (c, nef) -> Operations.compared(find(nef, c.iqn()), there -> differences(c, there)),
                c -> List.of(create(c)));
        all.change(
                RequireChap.class,
                (c, nef) -> {
                    IscsiTarget there = get(nef, c.iqn());
                    if (there.chap() == c.chap()) {
                        return there;
                    }
                    nef.change(authentication(c));
                    return get(nef, c.iqn());
                },
                c -> List.of(authentication(c)));
        all.change(RemoveTarget.class, TargetOperations::remove, c -> List.of(delete(c)));
    }

    private static NefRequest list() {
        return NefRequest.get("san", "iscsi", "targets").with("fields", "name,state,authentication,portals");
    }

    private static NefRequest create(CreateTarget c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", c.iqn().value());
        body.put("portals", c.portals().stream().map(TargetOperations::encode).toList());
        return NefRequest.post("san", "iscsi", "targets").body(body);
    }

    private static Map<String, Object> encode(Portal portal) {
        Map<String, Object> encoded = new LinkedHashMap<>();
        encoded.put("address", portal.address());
        encoded.put("port", portal.port());
        return encoded;
    }

    private static NefRequest authentication(RequireChap c) {
        return NefRequest.put("san", "iscsi", "targets", c.iqn().value())
                .body(Map.of("authentication", c.chap() ? CHAP : "none"));
    }

    private static NefRequest delete(RemoveTarget c) {
        return NefRequest.delete("san", "iscsi", "targets", c.iqn().value());
    }

    private static IscsiTarget decode(NefObject item) {
        return new IscsiTarget(
                item.parsed("name", Iqn::of),
                item.text("state"),
                CHAP.equals(item.textOrNull("authentication")),
                item.objects("portals").stream().map(TargetOperations::portal).toList());
    }

    private static Portal portal(NefObject item) {
        long port = item.numberOrZero("port");
        return item.parsed(
                "address",
                address -> Portal.of(address, port == 0 ? Portal.DEFAULT_PORT : (int) Math.min(port, 65_536)));
    }

    static Optional<IscsiTarget> find(Nef nef, Iqn iqn) {
        return nef.named(list(), "name", iqn.value()).map(item -> nef.looking(() -> decode(item)));
    }

    private static IscsiTarget get(Nef nef, Iqn iqn) {
        return nef.looking(() -> find(nef, iqn).orElseThrow(() -> Operations.missing("there is no target " + iqn)));
    }

    private static List<String> differences(CreateTarget wanted, IscsiTarget there) {
        return new HashSet<>(there.portals()).equals(new HashSet<>(wanted.portals()))
                ? List.of()
                : List.of("portals " + there.portals() + " instead of " + wanted.portals());
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Void remove(RemoveTarget c, Nef nef) {
        if (find(nef, c.iqn()).isEmpty()) {
            return null;
        }
        for (Optional<String> group : nef.all(GroupOperations.list(StorageGroup.Kind.TARGET), item -> with(c, item))) {
            if (group.isPresent()) {
                throw Operations.conflict(c.iqn() + " is in target group " + group.get());
            }
        }
        nef.remove(delete(c));
        return null;
    }

    /** Returns the name of a group that the target is in; nothing for another. */
    private static Optional<String> with(RemoveTarget c, NefObject group) {
        return group.texts("members", name -> name).stream().anyMatch(c.iqn().value()::equalsIgnoreCase)
                ? Optional.of(group.text("name"))
                : Optional.empty();
    }
}
