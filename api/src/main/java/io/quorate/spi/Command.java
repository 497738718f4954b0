package io.quorate.spi;

import java.time.Duration;
import java.util.List;
import java.util.Set;

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

    /** Tells what reads find once it is done; a rehearsal answers them so. What is left out and depends on it ends the rehearsal. */
    default List<Foretold<?>> foretold() {
        return List.of();
    }

    /** Returns which kinds of object, besides its target, it may change along the way, on whatever host; none by default. */
    default Set<String> alsoChanges() {
        return Set.of();
    }

    /** Returns objects of another subject that lists hold once it is done; none by default. */
    default Set<Target> makes() {
        return Set.of();
    }

    /** Returns which kinds of object, besides its target, decide what it finds when it begins; none by default. */
    default Set<String> dependsOn() {
        return Set.of();
    }

    /** Returns which host may run it; any, by default. */
    default Placement placement() {
        return Placement.any();
    }

    /**
     * Tells whether it does not wait until another change of its object has ended, because it is what ends one; false by default: changes of
     * one object that come from one client come one after another.
     */
    default boolean cutsIn() {
        return false;
    }

    /** Returns how long the whole call may take unless the caller says otherwise. */
    default Duration deadline() {
        return Duration.ofMinutes(2);
    }
}
