package io.quorate.san;

import java.util.List;
import java.util.Objects;

/**
 * A target that discovery (SendTargets) named.
 *
 * @param name its name
 * @param portals where it listens, as it says itself
 */
public record DiscoveredTarget(Iqn name, List<Portal> portals) {
    public DiscoveredTarget {
        Objects.requireNonNull(name, "name");
        portals = List.copyOf(portals);
    }
}
