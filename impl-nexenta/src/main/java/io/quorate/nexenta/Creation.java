package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Change;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A handler that creates something by one request, which the appliance refuses where it is there already; so nothing is looked at before.
 *
 * @param <C> the command
 * @param <R> what is created
 */
abstract class Creation<C extends Command<R>, R> extends Change<C, Optional<R>, R, Nef> {

    /** Reads what is there by that name. */
    abstract Optional<R> find(C command, Nef nef);

    /** Returns in what it differs from what is asked for; in nothing by default. */
    List<String> differences(C command, R there) {
        return List.of();
    }

    /** Returns what was asked for and is not in what was made: lists that others write whole may have lost it since; nothing by default. */
    Set<?> lost(C command, R made) {
        return Set.of();
    }

    abstract NefRequest create(C command);

    /** Reads it back once it is made. */
    abstract R made(C command, Nef nef);

    @Override
    public R run(C command, Nef nef) {
        return carryOut(command, Optional.empty(), nef);
    }

    @Override
    protected Optional<R> read(C command, Nef nef) {
        return find(command, nef);
    }

    @Override
    protected Observation<R> done(C command, Optional<R> there) {
        return Seen.compared(there, found -> differences(command, found));
    }

    @Override
    protected void refuse(C command, Optional<R> there) {
        if (done(command, there) instanceof Observation.Unknown<R> other && other.cause() instanceof Fault conflict) {
            throw conflict;
        }
    }

    @Override
    protected List<NefRequest> change(C command, Optional<R> there) {
        return List.of(create(command));
    }

    @Override
    protected Optional<R> unseen(C command) {
        return Optional.empty();
    }

    @Override
    protected R carryOut(C command, Optional<R> there, Nef nef) {
        nef.change(create(command));
        R made = made(command, nef);
        Set<?> lost = lost(command, made);
        if (!lost.isEmpty()) {
            throw Seen.conflict("it was made and has lost " + lost + " since: somebody else changed it");
        }
        return made;
    }
}
