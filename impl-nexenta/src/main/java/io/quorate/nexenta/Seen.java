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
}
