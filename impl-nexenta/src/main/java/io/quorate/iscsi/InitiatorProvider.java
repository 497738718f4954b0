package io.quorate.iscsi;

import io.quorate.QuorateRuntime;
import java.util.Set;

/**
 * Another initiator in place of Quorate's own: found by {@link java.util.ServiceLoader}, chosen by an endpoint's option
 * {@code initiator=NAME}. It says what it can do; what a command needs beyond that is refused before anything is sent.
 */
public interface InitiatorProvider {

    /** Returns the name that the option gives. */
    String name();

    /** Returns what it can do. */
    Set<InitiatorFeature> features();

    /** Makes an initiator; does no I/O yet. Time, sockets and threads come from the runtime. */
    Initiator open(QuorateRuntime runtime);
}
