package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.spi.Change;
import io.quorate.spi.Command;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import java.util.List;

/**
 * A change that takes more looks to refuse than to tell whether it is done.
 *
 * @param <C> the command
 * @param <S> what a look sees
 * @param <R> its result
 */
abstract class CheckedChange<C extends Command<R>, S, R> extends Change<C, S, R, Nef> {

    /**
     * Looks further and refuses what must not be done; what {@link #refuse} says comes first.
     *
     * @throws io.quorate.spi.Fault if it is refused
     */
    abstract void check(C command, S seen, Nef nef);

    /** Sends what is missing; it is not so already and not refused. */
    abstract R send(C command, S seen, Nef nef);

    @Override
    protected R carryOut(C command, S seen, Nef nef) {
        check(command, seen, nef);
        return send(command, seen, nef);
    }

    @Override
    public List<? extends Step> steps(C command, Nef nef) {
        S seen = read(command, nef);
        if (done(command, seen) instanceof Observation.Present) {
            return List.of();
        }
        refuse(command, seen);
        check(command, seen, nef);
        return change(command, seen);
    }
}
