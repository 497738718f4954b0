package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.storage.command.GetInitiator;
import io.quorate.san.Iqn;
import io.quorate.storage.RemoteInitiator;
import io.quorate.storage.command.SetChap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The initiators and their CHAP secrets. */
final class InitiatorOperations {
    private InitiatorOperations() {}

    static void addTo(Operations all) {
        all.find(GetInitiator.class, (c, nef) -> find(nef, c.iqn()));
        all.change(SetChap.class, InitiatorOperations::set, c -> List.of(update(c)));
    }

    private static NefRequest update(SetChap c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("chapUser", c.login().user());
        body.put("chapSecret", c.login().secret());
        return NefRequest.put("san", "iscsi", "remoteInitiators", c.iqn().value())
                .body(body);
    }

    private static NefRequest create(SetChap c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", c.iqn().value());
        body.put("chapUser", c.login().user());
        body.put("chapSecret", c.login().secret());
        return NefRequest.post("san", "iscsi", "remoteInitiators").body(body);
    }

    private static RemoteInitiator decode(NefObject item, Iqn asked) {
        Iqn name = item.parsed("name", Iqn::of);
        if (!name.equals(asked)) {
            throw Filters.notKept("name", asked.value(), name.value());
        }
        return new RemoteInitiator(name, item.textOrNull("chapUser"), item.flag("chapSecretSet"));
    }

    private static Optional<RemoteInitiator> find(Nef nef, Iqn iqn) {
        return nef.find(NefRequest.get("san", "iscsi", "remoteInitiators", iqn.value())
                        .with("fields", "name,chapUser,chapSecretSet"))
                .map(item -> nef.looking(() -> decode(item, iqn)));
    }

    private static RemoteInitiator set(SetChap c, Nef nef) {
        boolean known = find(nef, c.iqn()).isPresent();
        // Somebody may make it known, or take it away, between look and change.
        boolean set = known ? nef.changeUnless(update(c), "ENOENT") : nef.changeUnless(create(c), "EEXIST");
        if (!set) {
            nef.change(known ? create(c) : update(c));
        }
        return nef.looking(
                () -> find(nef, c.iqn()).orElseThrow(() -> Operations.missing(c.iqn() + " was set and is not known")));
    }
}
