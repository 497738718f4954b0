package io.quorate.nexenta;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What looks say of a command. */
final class Seen {
    private Seen() {}

    /** Says that something is not there, after a look without it. */
    static Fault missing(String what) {
        return Fault.lasting(ErrorKind.NOT_FOUND).because(what);
    }

    /** Says that what is there contradicts what is asked for. */
    static Fault conflict(String what) {
        return Fault.lasting(ErrorKind.CONFLICT).because(what);
    }

    /** Observes that something else is there in the effect's place. */
    static <R> Observation<R> other(Fault conflict) {
        return Observation.unknown(String.valueOf(conflict.getMessage()), conflict);
    }

    /** Observes what is there: as asked for, or with the differences named. */
    static <R> Observation<R> compared(Optional<R> there, Function<R, List<String>> differences) {
        if (there.isEmpty()) {
            return Observation.absent();
        }
        List<String> found = differences.apply(there.get());
        return found.isEmpty()
                ? Observation.present(there.get())
                : other(conflict("it is there, but with " + String.join(", ", found)));
    }

    /** Observes that something is gone. */
    @SuppressWarnings("NullAway") // Void has no other value
    static Observation<Void> gone() {
        return Observation.present(null);
    }

    /**
     * Returns what is there after a change. Where that is not what was asked for, somebody else has changed it since; it is done again.
     *
     * @param what what was changed, for the message
     */
    @SuppressWarnings("NullAway") // only a command whose result is Void has none
    static <R> R kept(Observation<R> after, R there, String what) {
        if (after instanceof Observation.Absent) {
            throw Fault.passing(ErrorKind.CONFLICT)
                    .hint("somebody else changes it at the same time; look what it is now")
                    .because(what + " was changed and is not so now: " + there);
        }
        return there;
    }
}
