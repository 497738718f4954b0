package io.quorate.spi;

import io.quorate.Shown;
import java.util.List;

/**
 * A handler of what looks before it changes something, cut where it can be told apart: what is read, when it is already so, when it must be
 * refused, what is sent. Whoever extends it writes these four and how to go on from what was seen; looking and explaining follow from them,
 * so that what is explained is what is sent.
 *
 * @param <C> the command
 * @param <S> what a look sees
 * @param <R> its result
 * @param <L> the link to one host
 */
public abstract class Change<C extends Command<R>, S, R, L> implements Handler<C, R, L> {

    /** Reads what decides; changes nothing. */
    protected abstract S read(C command, L link);

    /** Judges what was seen: it is so already, surely not, or it cannot be told. */
    protected abstract Observation<R> done(C command, S seen);

    /**
     * Refuses what must not be done to what was seen, which is not so already.
     *
     * @throws Fault if it is refused
     */
    protected void refuse(C command, S seen) {}

    /**
     * Reads what is needed besides, now that it is not so already and not refused, and returns all that was seen by then; reads nothing more by
     * default.
     *
     * @throws Fault if it is refused for what only that tells
     */
    protected S lookCloser(C command, S seen, L link) {
        return seen;
    }

    /** Returns all that is sent from here, in order; values that only an earlier step's answer tells are marked placeholders. */
    protected abstract List<? extends Step> change(C command, S seen);

    /** Returns what stands for a look where none can be made, with marked placeholders. */
    protected abstract S unseen(C command);

    /** Sends what is missing, and returns how it ended; {@code seen} is not so already and not refused. */
    protected abstract R carryOut(C command, S seen, L link);

    @Override
    public R run(C command, L link) {
        S seen = read(command, link);
        if (done(command, seen) instanceof Observation.Present<R> present) {
            return valueOf(present);
        }
        refuse(command, seen);
        return carryOut(command, lookCloser(command, seen, link), link);
    }

    @Override
    public Observation<R> look(C command, L link) {
        return done(command, read(command, link));
    }

    @Override
    public List<? extends Step> steps(C command, L link) {
        S seen = read(command, link);
        if (done(command, seen) instanceof Observation.Present) {
            return List.of();
        }
        refuse(command, seen);
        return change(command, lookCloser(command, seen, link));
    }

    @Override
    public List<? extends Step> foreseen(C command, String host) {
        return change(command, unseen(command));
    }

    @SuppressWarnings("NullAway") // a command whose result is Void returns null, and only such a command
    private static <R> R valueOf(Observation.Present<R> present) {
        return present.value();
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
