package io.quorate.mssql;

import io.quorate.Deadline;
import io.quorate.spi.Change;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A handler that reads something of an instance, sends statements, and reads it again: a statement that was carried out shows, at once or a moment
 * later.
 *
 * @param <C> the command
 * @param <S> what a look sees
 * @param <R> its result
 */
abstract class SettledChange<C extends Command<R>, S, R> extends Change<C, S, R, SqlLink> {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Class<C> handles;

    SettledChange(Class<C> handles) {
        this.handles = handles;
    }

    @Override
    public final Class<C> handles() {
        return handles;
    }

    /** Returns the statements that are missing. */
    @Override
    protected abstract List<SqlStep> change(C command, S seen);

    /** Returns the result of what cannot be read back. */
    @SuppressWarnings("NullAway") // those that leave nothing to look at return nothing
    protected R unread(C command) {
        return null;
    }

    /** Refuses what this instance, or what is on it, does not allow; nothing by default. */
    void gate(C command, S seen) {}

    @Override
    protected final void refuse(C command, S seen) {
        if (done(command, seen) instanceof Observation.Unknown<R> other && other.cause() instanceof Fault fault) {
            throw fault;
        }
        gate(command, seen);
    }

    @Override
    protected R carryOut(C command, S seen, SqlLink link) {
        for (SqlStep step : change(command, seen)) {
            link.change(step);
        }
        return settled(command, link);
    }

    /** Reads back until it shows. */
    private R settled(C command, SqlLink link) {
        Duration left = link.deadline().remaining();
        Duration half = left.dividedBy(2);
        Deadline end = Deadline.in(half.compareTo(PATIENCE) < 0 ? half : PATIENCE, link.runtime());
        for (Duration pause = FIRST_PAUSE; ; pause = min(pause.multipliedBy(2), LONGEST_PAUSE)) {
            Observation<R> after = link.looking(() -> done(command, read(command, link)));
            if (after instanceof Observation.Present<R> present) {
                return valueOf(present);
            }
            if (after instanceof Observation.Unknown<R> unknown) {
                if (unknown.cause() instanceof Fault conflict) {
                    throw Fault.unanswered(conflict.kind())
                            .code(conflict.code())
                            .hint(conflict.hint())
                            .cause(conflict)
                            .because("it was sent, and now " + conflict.getMessage());
                }
                return unread(command);
            }
            if (end.expired()) {
                throw unseenYet(command, link);
            }
            link.pause(pause, "it shows");
        }
    }

    /**
     * Says that a statement was taken and does not show. Whether it is yet to come nobody knows: what may be said again is, after another look;
     * of what may not, the outcome is unknown. Only where the server says beside that it took it back, with severity 10, it is not there.
     */
    private Fault unseenYet(C command, SqlLink link) {
        Optional<SqlError> beside = link.notices().stream()
                .filter(notice -> SqlErrors.classOf(notice.number()) == SqlClass.TRANSIENT)
                .min(Comparator.comparing(notice -> !SqlErrors.takenBack(notice.number())));
        if (beside.isPresent() && SqlErrors.takenBack(beside.get().number())) {
            return SqlErrors.of(List.of(beside.get()), true, false, link.address());
        }
        boolean again = command.safety() == Safety.CONVERGE;
        return Fault.unanswered(again ? ErrorKind.CONFLICT : ErrorKind.OUTCOME_UNKNOWN)
                .answered()
                .code(beside.map(notice -> String.valueOf(notice.number())).orElse(null))
                .hint(again ? "somebody else may change it at the same time; look what it is now" : null)
                .because(link.address() + " took the statement, and it does not show: " + command.target()
                        + beside.map(notice -> "; beside it said " + notice.line())
                                .orElse(""));
    }

    @SuppressWarnings("NullAway") // a command whose result is Void returns null, and only such a command
    private static <R> R valueOf(Observation.Present<R> present) {
        return present.value();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
