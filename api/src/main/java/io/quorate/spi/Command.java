package io.quorate.spi;

import java.time.Duration;

/**
 * One thing to do, as a value: implemented by records that hold what, on which object and with which options. No I/O, no text.
 *
 * @param <R> what a successful run returns
 */
public interface Command<R> {

    /** Returns the dotted name, e.g. {@code cluster.node.add}. */
    String name();

    /** Returns the object it acts on. */
    Target target();

    /** Returns what may be repeated. */
    Safety safety();

    /** Returns the result a rehearsal pretends for a command that changes something; never called for {@link Safety#READ}. */
    R rehearsed();

    /** Returns which host may run it; any, by default. */
    default Placement placement() {
        return Placement.any();
    }

    /** Returns how long the whole call may take unless the caller says otherwise. */
    default Duration deadline() {
        return Duration.ofMinutes(2);
    }

    /**
     * Tells what a {@link Safety#GUARDED} command means when its effect is there before the first attempt: false, it is a conflict
     * ({@code create}); true, there is nothing to do ({@code ensure}, {@code add} of what is already a member).
     */
    default boolean satisfiedWhenPresent() {
        return false;
    }
}
