package io.quorate.spi;

import java.util.List;
import java.util.Optional;

/**
 * How one object is read that may be missing. Serves the command that reads it, and {@link Find} of that command, too.
 *
 * @param <C> the command
 * @param <R> its result
 * @param <L> the link to one host
 */
public interface FindingHandler<C extends ReadCommand<R>, R, L> extends Handler<C, R, L> {

    /** Reads it; empty after a look without it. */
    Optional<R> find(C command, L link);

    @Override
    default R run(C command, L link) {
        return find(command, link)
                .orElseThrow(() -> Fault.lasting(ErrorKind.NOT_FOUND).because(command.target() + " is not there"));
    }

    @Override
    default List<? extends Step> steps(C command, L link) {
        return List.of();
    }

    @Override
    default List<? extends Step> foreseen(C command, String host) {
        return List.of();
    }
}
