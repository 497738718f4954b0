package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Iqn;
import io.quorate.spi.Handler;
import io.quorate.storage.RemoteInitiator;
import io.quorate.storage.command.GetInitiator;
import java.util.List;
import java.util.Optional;

/** Reads of the initiators that the appliance knows. */
final class InitiatorReads {
    private InitiatorReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(new Finding<>(GetInitiator.class, (c, nef) -> find(nef, c.iqn())));
    }

    private static RemoteInitiator decode(NefObject item, Iqn asked) {
        Iqn name = new Iqn(item.text("name"));
        if (!name.equals(asked)) {
            throw Filters.notKept("name", asked.value(), name.value());
        }
        return new RemoteInitiator(name, item.textOrNull("chapUser"), item.flag("chapSecretSet"));
    }

    static Optional<RemoteInitiator> find(Nef nef, Iqn iqn) {
        return nef.find(NefRequest.get("san", "iscsi", "remoteInitiators", iqn.value())
                        .with("fields", "name,chapUser,chapSecretSet"))
                .map(item -> nef.looking(() -> decode(item, iqn)));
    }
}
