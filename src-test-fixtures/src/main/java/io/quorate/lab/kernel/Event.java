package io.quorate.lab.kernel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One change of the world. The state of the world is the fold of its events: {@code after} replaces whatever {@code entity} was.
 *
 * @param seq position, from 1 without gaps
 * @param at virtual time since the world's start
 * @param cause what brought it about, in words
 * @param parent the event that led to it (the one that scheduled or contained it), 0 for none
 * @param entity path of the entity, e.g. {@code host/HV1}
 * @param change what changed, readable, e.g. {@code power UP -> OFF}
 * @param after the entity's new state, an immutable record; null when it was removed
 */
public record Event(
        long seq,
        Duration at,
        String cause,
        long parent,
        String entity,
        String change,
        @Nullable Record after) {

    /** Returns the event as a line of the trace. */
    public String line() {
        return "#" + seq + " " + LabTime.text(at) + " " + entity + ": " + change + " [" + cause
                + (parent > 0 ? ", from #" + parent : "") + "]";
    }
}
