package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Change;
import io.quorate.spi.Observation;
import io.quorate.storage.RemoteInitiator;
import io.quorate.storage.command.SetChap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets an initiator's CHAP name and secret; makes it known if it is not. */
final class SetChapHandler extends Change<SetChap, Optional<RemoteInitiator>, RemoteInitiator, Nef> {

    @Override
    public Class<SetChap> handles() {
        return SetChap.class;
    }

    @Override
    protected Optional<RemoteInitiator> read(SetChap c, Nef nef) {
        return InitiatorReads.find(nef, c.iqn());
    }

    @Override
    protected Observation<RemoteInitiator> done(SetChap c, Optional<RemoteInitiator> there) {
        Optional<RemoteInitiator> set =
                there.filter(one -> one.chapSecretSet() && c.login().user().equals(one.chapUser()));
        if (set.isEmpty()) {
            return Observation.absent();
        }
        return c.renew()
                ? Observation.unknown("a secret that is set cannot be read", null)
                : Observation.present(set.get());
    }

    @Override
    protected List<NefRequest> change(SetChap c, Optional<RemoteInitiator> there) {
        return List.of(there.isPresent() ? update(c) : create(c));
    }

    private static NefRequest update(SetChap c) {
        return NefRequest.put("san", "iscsi", "remoteInitiators", c.iqn().value())
                .body(login(c));
    }

    private static NefRequest create(SetChap c) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", c.iqn().value());
        body.putAll(login(c));
        return NefRequest.post("san", "iscsi", "remoteInitiators").body(body);
    }

    private static Map<String, Object> login(SetChap c) {
        Map<String, Object> login = new LinkedHashMap<>();
        login.put("chapUser", c.login().user());
        login.put("chapSecret", c.login().secret());
        return login;
    }

    /** Stands for one that is known: most are. */
    @Override
    protected Optional<RemoteInitiator> unseen(SetChap c) {
        return Optional.of(new RemoteInitiator(c.iqn(), null, false));
    }

    @Override
    protected RemoteInitiator carryOut(SetChap c, Optional<RemoteInitiator> there, Nef nef) {
        boolean known = there.isPresent();
        // Somebody may make it known, or take it away, between look and change.
        boolean set = known ? nef.changeUnless(update(c), "ENOENT") : nef.changeUnless(create(c), "EEXIST");
        if (!set) {
            nef.change(known ? create(c) : update(c));
        }
        RemoteInitiator after =
                nef.looking(() -> read(c, nef).orElseThrow(() -> Seen.missing(c.iqn() + " was set and is not known")));
        return Seen.kept(done(c, Optional.of(after)), after, "the CHAP name of initiator " + c.iqn());
    }
}
