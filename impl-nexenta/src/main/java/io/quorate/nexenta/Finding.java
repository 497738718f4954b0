package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.spi.FindingHandler;
import io.quorate.spi.ReadCommand;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A handler that reads one object, which may be missing.
 *
 * @param handles the command
 * @param look reads it
 */
record Finding<C extends ReadCommand<R>, R>(Class<C> handles, BiFunction<C, Nef, Optional<R>> look)
        implements FindingHandler<C, R, Nef> {

    @Override
    public Optional<R> find(C command, Nef nef) {
        return look.apply(command, nef);
    }
}
