package io.quorate.storage;

import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.List;
import java.util.Objects;

/**
 * A target of the appliance.
 *
 * @param name its name
 * @param state the appliance's word for its state, {@code online} when it serves
 * @param chap whether initiators must log in with CHAP
 * @param portals where it listens
 */
public record IscsiTarget(Iqn name, String state, boolean chap, List<Portal> portals) {
    public IscsiTarget {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        portals = List.copyOf(portals);
    }
}
