package io.quorate.host;

import io.quorate.Shown;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session of a host's initiator.
 *
 * @param id Windows' id for it ({@code ffffd00b...-4000013700000002}); new with every log-in
 * @param target the target
 * @param initiator the initiator's name; null where Windows tells none that is one
 * @param connected whether it is up
 * @param persistent whether Windows logs in again after a restart
 * @param portals the portals of its connections
 */
public record InitiatorSession(
        String id, Iqn target, @Nullable Iqn initiator, boolean connected, boolean persistent, List<Portal> portals) {
    public InitiatorSession {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(target, "target");
        portals = List.copyOf(portals);
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
