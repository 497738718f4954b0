package io.quorate.mssql;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import java.util.List;

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

    /** Says that this version, or edition, cannot do it; nothing was sent. */
    static Fault unsupported(String what, String hint) {
        return Fault.neverSent(ErrorKind.UNSUPPORTED).hint(hint).because(what);
    }

    /** Says that the server would refuse it; nothing was sent. */
    static Fault refused(int number, String what) {
        SqlErrors.Meaning meaning = SqlErrors.meaning(number);
        return Fault.lasting(meaning == null ? ErrorKind.REJECTED : meaning.kind())
                .code(String.valueOf(number))
                .hint(meaning == null ? null : meaning.remedy())
                .because(what + " (" + number + "); nothing was sent");
    }

    /** Observes that something else is there in the effect's place. */
    static <R> Observation<R> other(Fault conflict) {
        return Observation.unknown(String.valueOf(conflict.getMessage()), conflict);
    }

    /** Observes something that is there: as asked for, or with the differences named. */
    static <R> Observation<R> compared(R value, String what, List<String> differences) {
        return differences.isEmpty()
                ? Observation.present(value)
                : other(conflict(what + " is there, but with " + String.join(", ", differences)));
    }

    /** Observes that it is so, where there is nothing to return. */
    @SuppressWarnings("NullAway") // Void has no other value
    static Observation<Void> so() {
        return Observation.present(null);
    }

    static Observation<Void> so(boolean is) {
        return is ? so() : Observation.absent();
    }
}
