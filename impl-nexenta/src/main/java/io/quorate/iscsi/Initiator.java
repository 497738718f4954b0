package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.san.DiscoveredTarget;
import java.util.List;

/** Opens sessions. Every method ends by its deadline. Failures are {@link io.quorate.spi.Fault}s. Thread-safe. */
public interface Initiator {

    /** Asks a portal which targets it has; needs {@link InitiatorFeature#DISCOVERY}. */
    List<DiscoveredTarget> discover(InitiatorLogin login, Deadline deadline);

    /** Logs in to {@link InitiatorLogin#target}, anew, and logs out when the session is closed. */
    InitiatorSession login(InitiatorLogin login, Deadline deadline);

    /**
     * Returns a session for one command: logs in, unless what an earlier command logged in to with the same names, secrets and digests is
     * still there. One caller has it alone. It may stay logged in for a few seconds when it is closed, and until {@link #close} at most. An
     * initiator that keeps nothing logs in each time, as it does by default.
     */
    default InitiatorSession session(InitiatorLogin login, Deadline deadline) {
        return login(login, deadline);
    }

    /**
     * Ends what is under way, within a second, and gives back what is held. A login that comes later, to take back what was begun, may
     * last half a second.
     */
    default void close() {}
}
