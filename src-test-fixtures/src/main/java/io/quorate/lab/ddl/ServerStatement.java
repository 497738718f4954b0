package io.quorate.lab.ddl;

import org.jspecify.annotations.Nullable;

/** A statement on the instance. */
public sealed interface ServerStatement extends Statement {

    /**
     * {@code ALTER EVENT SESSION ... ON SERVER}; null is what the statement does not name.
     *
     * @param started {@code STATE = START} or {@code STOP}
     * @param atStartup {@code WITH (STARTUP_STATE = ...)}
     */
    record AlterEventSession(
            String name,
            @Nullable Boolean started,
            @Nullable Boolean atStartup) implements ServerStatement {}

    /** {@code RECONFIGURE}. */
    record Reconfigure(boolean override) implements ServerStatement {}
}
