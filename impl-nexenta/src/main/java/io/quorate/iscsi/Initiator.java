package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.san.DiscoveredTarget;
import java.util.List;

/** Opens sessions. Every method ends by its deadline. Failures are {@link io.quorate.spi.Fault}s. Thread-safe. */
public interface Initiator {

    /** Asks a portal which targets it has; needs {@link InitiatorFeature#DISCOVERY}. */
    List<DiscoveredTarget> discover(InitiatorLogin login, Deadline deadline);

    /** Logs in to {@link InitiatorLogin#target}. */
    InitiatorSession login(InitiatorLogin login, Deadline deadline);

    /**
     * Ends what is under way, within a second, and gives back what is held. A login that comes later, to take back what was begun, may
     * last half a second.
     */
    default void close() {}
}
