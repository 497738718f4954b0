package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.storage.IscsiTarget;
import io.quorate.storage.command.GetTarget;
import io.quorate.storage.command.ListTargets;
import java.util.List;
import java.util.Optional;

/** Reads of the iSCSI targets. */
final class TargetReads {
    static final String AUTHENTICATION = "authentication";
    static final String CHAP = "chap";

    private TargetReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(
                        ListTargets.class,
                        (c, nef) -> ApplianceReads.page(nef, list(), c.offset(), c.limit(), TargetReads::decode)),
                new Finding<>(GetTarget.class, (c, nef) -> find(nef, c.iqn())));
    }

    private static NefRequest list() {
        return NefRequest.get("san", "iscsi", "targets").with("fields", "name,state,authentication,portals");
    }

    private static IscsiTarget decode(NefObject item) {
        return new IscsiTarget(
                new Iqn(item.text("name")),
                item.word("state"),
                CHAP.equalsIgnoreCase(item.word(AUTHENTICATION)),
                item.objects("portals").stream().map(TargetReads::portal).toList());
    }

    /** Reads where a target listens. An address that is none is kept as a text that no wish can name, so that it is seen and not taken for one. */
    private static Portal portal(NefObject item) {
        NefObject told = item.forgiving();
        String address = told.text("address");
        long port = told.numberOrZero("port");
        try {
            Portal portal = Portal.parse(address);
            return port == 0 ? portal : Portal.of(portal.address(), (int) Math.min(port, 65_536));
        } catch (IllegalArgumentException e) {
            return Portal.of("?" + address.replaceAll("[^0-9A-Za-z._-]", "?"));
        }
    }

    static Optional<IscsiTarget> find(Nef nef, Iqn iqn) {
        return nef.named(list(), "name", iqn.value(), String::equalsIgnoreCase)
                .map(item -> nef.looking(() -> decode(item)));
    }

    static IscsiTarget get(Nef nef, Iqn iqn) {
        return nef.looking(() -> find(nef, iqn).orElseThrow(() -> missing(iqn)));
    }

    static Fault missing(Iqn iqn) {
        return Seen.missing("there is no target " + iqn);
    }
}
