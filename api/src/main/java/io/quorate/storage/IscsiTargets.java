package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.engine.Engine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The appliance's iSCSI targets.
 */
public final class IscsiTargets {
    private final Engine engine;
    private final String endpoint;

    /** Made by its parent. */
    IscsiTargets(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Lists them. */
    public List<IscsiTarget> list() {
        throw new UnsupportedOperationException("not built yet: IscsiTargets.list");
    }

    /** Reads one; empty after a look without it. */
    public Optional<IscsiTarget> find(Iqn name) {
        throw new UnsupportedOperationException("not built yet: IscsiTargets.find");
    }

    /** Reads one, or NotFound. */
    public IscsiTarget get(Iqn name) {
        throw new UnsupportedOperationException("not built yet: IscsiTargets.get");
    }

    /** Creates one with these portals, or Conflict. */
    public IscsiTarget create(Iqn name, List<Portal> portals) {
        throw new UnsupportedOperationException("not built yet: IscsiTargets.create");
    }

    /** Switches whether initiators must log in with CHAP. */
    public IscsiTarget requireChap(Iqn name, boolean chap) {
        throw new UnsupportedOperationException("not built yet: IscsiTargets.requireChap");
    }

    /** Removes one that nothing names any more; the consent names the target. Already gone is fine. */
    public void remove(Iqn name, Consent consent) {
        throw new UnsupportedOperationException("not built yet: IscsiTargets.remove");
    }
}
